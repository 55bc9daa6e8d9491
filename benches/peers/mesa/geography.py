"""Distances and haulage between plants, computed on arrays."""

import numpy as np

RAD = np.pi / 180.0


class Geography:
    """Where the plants are."""

    def __init__(self, plants, transport):
        self.lat = np.array([plant["lat"] for plant in plants])
        self.lon = np.array([plant["lon"] for plant in plants])
        self.cos_lat = np.cos(self.lat * RAD)
        self.transport = transport

    def km(self, here, there):
        """Haversine, and the detour; `here` and `there` are indices of plants or arrays of them."""
        half_lat = np.sin((self.lat[there] - self.lat[here]) * RAD / 2.0)
        half_lon = np.sin((self.lon[there] - self.lon[here]) * RAD / 2.0)
        h = half_lat * half_lat + self.cos_lat[here] * self.cos_lat[there] * half_lon * half_lon
        straight = 2.0 * 6371.0 * np.arcsin(np.minimum(np.sqrt(h), 1.0))
        return np.maximum(self.transport["detour"] * straight, self.transport["local_km"])

    def haulage(self, here, there):
        """By the cheapest mode, per tonne; nothing within a plant."""
        km = self.km(here, there)
        cheapest = np.min([mode["fixed"] + mode["per_km"] * km for mode in self.transport["mode"]], axis=0)
        return np.where(here == there, 0.0, cheapest)

    def nearest(self, here, count):
        """The nearest other plants; ties by order."""
        km = self.km(here, np.arange(len(self.lat)))
        km[here] = np.inf
        if count == 0:
            return []
        close = np.flatnonzero(km <= np.partition(km, count - 1)[count - 1])
        return close[np.argsort(km[close], kind="stable")][:count].tolist()
