"""Phase 1: dated changes, prices, demand, fees [M1], [N6], [N7]."""
import math

import laws
from draws import MARKET
from scenario import assign


def market(world):
    r, t = world.region, world.t
    for year, path, setting in r.scenario["change"]:
        if year == world.calendar:
            assign(world.changing, path, setting)
            world.changed[path] = t
    world.measure_haulage()

    def since(path):
        """Growth counts from the year of the last change."""
        return t - world.changed.get(path, 0)

    world.expected_price, world.price, world.demand = [], [], []
    for m, (id, product) in enumerate(zip(r.product_ids, world.product)):
        world.x[m] = product["persistence"] * world.x[m] + product["volatility"] * r.luck.normal(MARKET, t, m)
        world.expected_price.append(laws.base_price(product, world.calendar, since(f"product.{id}.price")))
        world.price.append(world.expected_price[m] * math.exp(world.x[m]))
        world.demand.append(product["demand"] * (1 + product["demand_growth"]) ** since(f"product.{id}.demand"))
    phi = world.policy["disposal_fee_factor"] * (1 + world.policy["disposal_fee_growth"]) ** t
    by_class = world.policy["fee_factor_class"]
    world.fee = [phi * by_class[w["hazard_class"]] * w["disposal_fee"] for w in world.waste]  # per t placed
    world.avoided = [(fee + w["placement_cost"], w["upkeep_cost"] * world.trade["upkeep_horizon"] - w["reclaim_cost"])
                     for fee, w in zip(world.fee, world.waste)]  # fresh, from stock
    world.residue_cost = [0.0 if k is None else world.avoided[k][0] for k in r.leaves]  # by technology [N1]
