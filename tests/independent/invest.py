"""Phase 5: plants' projects [I1], [N2], then the company's infrastructure [I2], [N8]."""
import math

from draws import ATTENTION, BOOK, ORDER
from laws import annuity
from value import value
from world import Outlook


def order_projects(world):
    """Attentive plants look in a drawn order; each sees what was ordered before it."""
    r, t, invest, luck = world.region, world.t, world.invest, world.region.luck
    attentive = [i for i in range(r.n) if world.active(i) and luck.uniform(ATTENTION, t, i) < invest["attention"]]
    view = world.now()._replace(price=world.expected_price)
    for i in sorted(attentive, key=lambda i: (luck.uniform(ORDER, t, i), i)):
        project = world.best_project(view, i)
        if project is not None:
            order(world, i, project)


def order(world, i, project):
    r, invest, tau, capex = world.region, world.invest, project["tau"], project["capex"]
    claims, wanted = {}, project["size"]
    for source, _, available in project["supplies"]:  # nearest first, fresh before stock [N2]
        q = min(available, wanted)
        if q > 0:
            claims[source] = q
        wanted -= q
    loan = capex * invest["loan_share"]
    own = capex - loan
    world.cash[i] -= own
    world.loans.append(dict(plant=i, left=invest["loan_years"], payment=loan / annuity(invest["loan_rate"], invest["loan_years"])))
    start = world.t + 1 + invest["build_years"]
    world.units.append(dict(plant=i, tau=tau, capacity=project["size"], start=start, end=start + r.technology[tau]["life"],
                            ordered=world.t, claims=claims, member=world.member[i], capex=capex, capital=project["capital"],
                            rate=project["rate"], npv=project["npv"], realised=0.0, used=0.0, worked=0))
    world.count_claims()
    if world.member[i]:
        world.synergy[i]["finance"] += spared(world, tau, project["size"], capex)
    world.row["projects"] += 1
    for name, amount in (("capex", capex), ("capital", project["capital"]), ("capex_own", own)):
        world.money[i][name] += amount
    world.write("decisions", choice="invest", plant=r.ids[i], member=world.member[i], technology=r.technology_ids[tau],
                size_t_per_year=project["size"], reachable_supply_t=project["supply"], margin__per_t=project["margin"],
                capex_=capex, discount_rate=project["rate"], npv_=project["npv"], loan_=loan)


def spared(world, tau, size, capex):
    """capex (1/eff(capex) - 1) [T2]; all that it would have cost where the lever leaves nothing."""
    if world.eff["capex"] > 0:
        return capex * (1 / world.eff["capex"] - 1)
    tech = world.region.technology[tau]
    full = tech["capex"] * tech["reference_size"] * (size / tech["reference_size"]) ** tech["scale_exponent"]
    return full * (1 - world.policy["capex_subsidy"])


def build_infrastructure(world):
    """By the company's rule."""
    if world.management["rule"] == "shares":
        build_by_shares(world)
    elif world.management["rule"] == "greedy":
        build_greedily(world)


def build_by_shares(world):
    """Fixed shares of the free budget; what costs nothing goes to its largest level [N8]."""
    free = world.budget - world.management["reserve"]
    if free <= 0:
        return
    for h, (id, kind) in enumerate(zip(world.region.infrastructure_ids, world.region.infrastructure)):
        share, room = world.management["shares"].get(id, 0.0), kind["max_level"] - world.levels[h]
        if kind["capex"] > 0:
            step = min(free * share / kind["capex"], room)
        else:
            step = room if share > 0 else 0.0
        if step > 0:
            build(world, h, step, 0.0)


def build_greedily(world):
    """The step with the largest ratio of (value - upkeep) to cost, while above 1; without cost, while worth its upkeep."""
    r, company = world.region, world.management
    world.memo = {}
    contacted = [i for i in range(r.n) if world.contacted[i]]
    book = r.luck.sample(BOOK, world.t, contacted, company["study_limit"])
    scale = len(contacted) / len(book) if book else 0.0

    def worth(levels):  # of the book over the horizon, as if every contacted plant were in
        view = Outlook("book", world.contacted, world.levers(levels), world.price)
        return scale * sum(value(world, view, i) for i in book) * company["horizon"]

    while True:
        best, without = None, worth(world.levels)
        for h, kind in enumerate(r.infrastructure):
            step, cost = kind["step"], kind["capex"] * kind["step"]
            free = world.budget - company["reserve"]
            if world.levels[h] + step > kind["max_level"] * (1 + 1e-12) or (cost > free if cost > 0 else free <= 0):
                continue
            gain = worth([level + step * (g == h) for g, level in enumerate(world.levels)]) - without
            left = gain - kind["upkeep"] * step * company["horizon"]
            ratio = left / cost if cost > 0 else math.inf if left > 0 else -math.inf
            if ratio > (best[0] if best else 1):
                best = ratio, h, step, gain
        if best is None:
            return
        build(world, *best[1:])


def build(world, h, step, worth):
    kind = world.region.infrastructure[h]
    cost = kind["capex"] * step
    world.budget -= cost
    world.levels[h] += step
    world.eff = world.levers(world.levels)
    world.flows["infrastructure_capex"] += cost
    world.write("decisions", choice="build", infrastructure=world.region.infrastructure_ids[h], levels=step, step_cost_=cost,
                step_value_=worth, step_upkeep_=kind["upkeep"] * step * world.management["horizon"])
