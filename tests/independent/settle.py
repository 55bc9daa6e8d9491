"""Phase 8: budgets, loans, fees, trust, the company's year, insolvency, end of the cluster, end of units [N8], [N9]."""
from join import fee
from risk import event


def settle(world):
    world.lived = world.lives
    world.follow_projects()
    gain = [sum(synergy.values()) for synergy in world.synergy]
    serve_loans(world)
    paid = pay_fees(world, gain)
    if world.lives:
        company_year(world, paid)
    limit = -world.invest["insolvency_limit"]
    for i in range(world.region.n):
        # a plant that spent all of its cash may be below the limit by rounding, which is no insolvency and not carried on
        if world.cash[i] < limit - 1e-9 * world.turnover(i):
            insolvency(world, i)
        else:
            world.cash[i] = max(world.cash[i], limit)
    if world.lives and world.budget < -world.management["credit"]:
        world.lives = False
        world.member = [False] * world.region.n
        event(world, "dissolution", None, False)
    world.end_contracts_of_outsiders()
    end_units(world)


def serve_loans(world):
    """Budgets come in, this year's payments go out; interest is what a payment does not repay."""
    for i, plant in enumerate(world.region.plants):
        if world.open[i]:
            world.cash[i] += plant["budget"]
            world.money[i]["budget"] += plant["budget"]
    for loan in world.loans:
        mine, before = world.money[loan["plant"]], world.principal(loan)
        loan["left"] -= 1
        world.cash[loan["plant"]] -= loan["payment"]
        mine["debt_paid"] += loan["payment"]
        mine["interest"] += loan["payment"] - (before - world.principal(loan))
    world.loans = [loan for loan in world.loans if loan["left"] > 0]


def pay_fees(world, gain):
    """Members pay, learn, and gain or lose trust [J3]; returns what each paid."""
    join, paid = world.join, {}
    for i in range(world.region.n):
        if not world.member[i]:
            continue
        paid[i] = fee(world, gain[i])
        world.cash[i] -= paid[i]
        world.money[i]["fee"] += paid[i]
        world.expected[i] += join["learning"] * (gain[i] - world.expected[i])
        if gain[i] > paid[i]:
            world.trust[i] += join["trust_gain"] * (1 - world.trust[i])
        else:
            world.trust[i] -= join["trust_loss"] * world.trust[i]
    return paid


def company_year(world, paid):
    """Fees, grant, overhead, upkeep; what is held beyond `retained` is returned, at most the fees; levels depreciate [N8]."""
    company, kinds, flows, fees = world.management, world.region.infrastructure, world.flows, sum(paid.values())
    if world.t < company["grant_years"] and world.budget <= company["retained"]:
        flows["grant"] = company["grant"]
    flows["overhead"] = company["overhead"]
    flows["upkeep"] = sum(kind["upkeep"] * level for kind, level in zip(kinds, world.levels))
    world.budget += fees + flows["grant"] - (flows["overhead"] + flows["upkeep"])
    beyond = world.budget - company["retained"]
    if beyond > 0 and fees > 0:
        returned = min(beyond, fees)
        world.budget -= returned
        for i, mine in paid.items():
            world.cash[i] += returned * mine / fees
            world.money[i]["returned"] += returned * mine / fees
    world.levels = [level * (1 - kind["depreciation"]) for kind, level in zip(kinds, world.levels)]
    world.eff = world.levers(world.levels)


def insolvency(world, i):
    """The plant loses loans, units, membership and contracts, and starts again at 0; what it owed is written off."""
    event(world, "insolvency", i, world.member[i])
    world.money[i]["written_off"] += -world.cash[i]
    world.money[i]["overdraft"] = -world.cash[i]
    world.cash[i] = 0.0
    world.forgive_loans(i)
    world.lose_units(i, "insolvency")
    world.end_contracts_of(i)
    world.member[i] = False


def end_units(world):
    """Units whose life is over leave; at the end of the run all do."""
    last = world.t + 1 == world.region.years
    for unit in world.units:
        if last or unit["end"] <= world.t + 1:
            world.end_project(unit, "run")
    world.units = [unit for unit in world.units if unit["end"] > world.t + 1]
