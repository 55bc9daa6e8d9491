"""Plants: agents with streams of waste and units that convert it."""

from dataclasses import dataclass

import mesa


def growth(rate, t):
    """Growth factor after t years."""
    return (1.0 + rate) ** t


@dataclass(slots=True)
class Stream:
    """A waste of a plant; tonnes of the year."""

    waste: str
    t_per_year: float
    own_reuse: float
    stock: float
    fresh: float = 0.0
    converted_fresh: float = 0.0
    converted_stock: float = 0.0
    placed: float = 0.0

    def convert_fresh(self, q):
        self.converted_fresh += q

    def convert_stock(self, q):
        self.converted_stock += q
        self.stock = max(self.stock - q, 0.0)


@dataclass(slots=True)
class Unit:
    """A conversion unit; it works before the year `until`, counted from 0."""

    technology: str
    capacity: float
    until: int


class Plant(mesa.Agent):
    """Decides on membership by that of its nearest neighbours and by its own attitude."""

    def __init__(self, model, given):
        super().__init__(model)
        self.attitude = given["attitude"]
        self.growth = given["growth"]
        self.member = self.wants_in = False
        self.peers = []
        self.streams = [
            Stream(s["waste"], s["t_per_year"], s["own_reuse"], s["stock"]) for s in given.get("stream", [])
        ]
        technologies = model.given["technology"]
        self.units = [
            Unit(u["technology"], u["capacity"], technologies[u["technology"]]["life"] - u["age"])
            for u in given.get("unit", [])
        ]

    def produce(self):
        """Waste arises; what is not reused anyway is fresh and on offer."""
        output = growth(self.growth, self.model.year)
        for stream in self.streams:
            gross = stream.t_per_year * output
            stream.fresh = gross - stream.own_reuse * gross
            stream.converted_fresh = stream.converted_stock = 0.0

    def decide(self):
        """Looks at the world as it stands; `commit` changes it when all have decided."""
        join = self.model.given["join"]
        norm = sum(peer.member for peer in self.peers) / len(self.peers) if self.peers else 0.0
        inertia = join["inertia"] if self.member else -join["inertia"]
        attitude = join["w_attitude"] * (2.0 * self.attitude - 1.0)
        self.wants_in = join["w_norm"] * norm + attitude + join["bias"] + inertia > 0.0

    def commit(self):
        self.member = self.wants_in

    def dispose(self):
        """What is left of the fresh waste is placed on the stockpile."""
        for stream in self.streams:
            stream.placed = max(stream.fresh - stream.converted_fresh, 0.0)
            stream.stock += stream.placed
