"""Trade: the best pair first, as much as supply, capacity and demand allow."""

from dataclasses import dataclass

import numpy as np
from plants import growth

FRESH, STOCK = 0, 1


def product_of(technology):
    """The product of a technology, and its yield in tonnes per tonne of waste: in the core, each has one product."""
    ((product, out_per_t),) = technology["products"].items()
    return product, out_per_t


@dataclass(slots=True)
class Deal:
    """A deal of the year."""

    supplier: object
    converter: object
    gain: float

    def inside(self):
        return self.supplier is not self.converter and self.supplier.member and self.converter.member


class Trade:
    """All pairs of a stream and a unit, found once; with each year's prices and tonnes they become offers."""

    def __init__(self, plants, scenario, geography):
        self.scenario = scenario
        self.technologies = list(scenario["technology"].values())
        self.products = list(scenario["product"])
        self.streams = [(plant, stream) for plant in plants for stream in plant.streams]
        self.units = [(plant, unit) for plant in plants for unit in plant.units]
        self.rates = np.array([scenario["waste"][stream.waste]["reclaim_rate"] for _, stream in self.streams])
        self._find_pairs({plant: place for place, plant in enumerate(plants)}, geography)

    def _find_pairs(self, place, geography):
        """Pairs in the order that settles ties: stream, source, unit. A lot is a source of a stream."""
        names = list(self.scenario["technology"])
        unit_technology = np.array([names.index(unit.technology) for _, unit in self.units], dtype=int)
        unit_place = np.array([place[plant] for plant, _ in self.units], dtype=int)
        takes = np.array([self.technologies[t]["waste"] for t in unit_technology])
        takers = {waste: np.flatnonzero(takes == waste) for waste in self.scenario["waste"]}
        streams, sources, units = [], [], []
        for index, (_, stream) in enumerate(self.streams):
            here = takers[stream.waste]
            streams.append(np.full(2 * len(here), index))
            sources.append(np.repeat([FRESH, STOCK], len(here)))
            units.append(np.tile(here, 2))
        stream, self.source, self.unit = (np.concatenate(part) for part in (streams, sources, units))
        self.lot = 2 * stream + self.source
        self.technology = unit_technology[self.unit]
        supplier = np.array([place[plant] for plant, _ in self.streams], dtype=int)[stream]
        self.haulage = geography.haulage(supplier, unit_place[self.unit])

    def _at_gate(self, year):
        """Value of a tonne at the gate of a converter, by technology and source."""
        policy = self.scenario["policy"]
        factor = policy["disposal_fee_factor"] * growth(policy["disposal_fee_growth"], year)
        horizon = self.scenario["trade"]["upkeep_horizon"]
        worth = []
        for technology in self.technologies:
            waste = self.scenario["waste"][technology["waste"]]
            name, out_per_t = product_of(technology)
            product = self.scenario["product"][name]
            price = product["price"] * growth(product["growth"], year)
            net = out_per_t * price - technology["opex"] + policy["subsidy_per_t"]
            fresh = factor * waste["disposal_fee"] + waste["placement_cost"]
            stock = waste["upkeep_cost"] * horizon - waste["reclaim_cost"]
            worth.append((net + fresh, net + stock))
        return np.array(worth)

    def deals(self, year):
        """Makes the deals of a year."""
        fresh = np.array([stream.fresh for _, stream in self.streams])
        stock = np.array([stream.stock for _, stream in self.streams])
        supply = np.column_stack([fresh, self.rates * stock]).ravel()
        capacity = np.array([unit.capacity if year < unit.until else 0.0 for _, unit in self.units])
        surplus = self._at_gate(year)[self.technology, self.source] - self.haulage
        least = self.scenario["trade"]["min_t"]
        offers = np.flatnonzero((surplus > 0.0) & (capacity >= least)[self.unit] & (supply >= least)[self.lot])
        offers = offers[np.argsort(-surplus[offers], kind="stable")]
        return self._match(offers, surplus, supply.tolist(), capacity.tolist(), year)

    def _match(self, offers, surplus, supply, capacity, year):
        products = self.scenario["product"]
        demand = [p["demand"] * growth(p["demand_growth"], year) for p in products.values()]
        makes = [(self.products.index(name), out_per_t) for name, out_per_t in map(product_of, self.technologies)]
        least, deal_cost = self.scenario["trade"]["min_t"], self.scenario["trade"]["deal_cost"]
        columns = (self.lot, self.unit, self.technology, surplus)
        deals = []
        for lot, u, technology, per_t in zip(*(column[offers].tolist() for column in columns)):
            # Most offers end here: their stream or their unit is used up.
            if supply[lot] < least or capacity[u] < least:
                continue
            product, out_per_t = makes[technology]
            q = min(supply[lot], capacity[u], demand[product] / out_per_t)
            (supplier, stream), (converter, _) = self.streams[lot // 2], self.units[u]
            gain = per_t * q - (0.0 if supplier is converter else deal_cost)
            if q < least or gain <= 0.0:
                continue
            supply[lot] -= q
            capacity[u] -= q
            demand[product] = max(demand[product] - q * out_per_t, 0.0)
            stream.convert_fresh(q) if lot % 2 == FRESH else stream.convert_stock(q)
            deals.append(Deal(supplier, converter, gain))
        return deals
