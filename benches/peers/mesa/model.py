"""The core in Mesa: plants are agents, and the model steps year by year."""

import mesa
from geography import Geography
from plants import Plant
from trade import Trade


def total(attribute):
    """Reporter of an attribute summed over all streams."""
    return lambda model: sum(getattr(stream, attribute) for plant in model.agents for stream in plant.streams)


class Cluster(mesa.Model):
    """A region whose plants join, trade and dispose."""

    def __init__(self, scenario):
        super().__init__()
        self.given = scenario
        self.year = 0
        plants = [Plant(self, given) for given in scenario["plant"]]
        geography = Geography(scenario["plant"], scenario["transport"])
        peers = min(scenario["join"]["peers"], len(plants) - 1)
        for index, plant in enumerate(plants):
            plant.peers = [plants[peer] for peer in geography.nearest(index, peers)]
        self.trade = Trade(plants, scenario, geography)
        self.deals = []
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "members": lambda model: sum(model.agents.get("member")),
                "deals": lambda model: len(model.deals),
                "deals_inside": lambda model: sum(deal.inside() for deal in model.deals),
                "converted_fresh_t": total("converted_fresh"),
                "converted_stock_t": total("converted_stock"),
                "placed_t": total("placed"),
                "stock_t": total("stock"),
                "gain": lambda model: sum(deal.gain for deal in model.deals),
            }
        )

    def step(self):
        """A year."""
        self.agents.do("produce")
        self.agents.do("decide")
        self.agents.do("commit")
        self.deals = self.trade.deals(self.year)
        self.agents.do("dispose")
        self.datacollector.collect(self)
        self.year += 1
