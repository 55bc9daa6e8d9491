"""value(i | levers, members): the yearly gain to a plant of being inside [J1]."""
import laws
from laws import GRAM
from region import FRESH
from world import Outlook, both


def value(world, view, i):
    """Its four parts; each is worked out once for each setting of the levers that it depends on."""
    def part(of, *levers):
        key = (of.__name__, view.name, i, *(view.eff[lever] for lever in levers))
        if key not in world.memo:
            world.memo[key] = of(world, view, i)
        return world.memo[key]

    return (part(of_matches, "reach", "opex", "transport_cost", "deal_cost")
            + part(of_savings, "opex", "transport_cost", "deal_cost")
            + part(of_project, "reach", "opex", "transport_cost", "capex", "hurdle_rate")
            + of_safety(world, view, i))


def of_matches(world, view, i):
    """Unused fresh waste of i to idle capacity of known members, theirs to its own, best surplus first."""
    r, matches, pairs = world.region, [], []
    for k in r.wastes_of[i]:  # its waste to anyone's capacity
        pairs += [(i, k, j, tau) for j, tau in world.slots_for.get(k, ()) if j != i and view.members[j]]
    for k, slots in world.slots_for.items():  # anyone's waste to its capacity
        mine = [slot for slot in slots if slot[0] == i]
        if mine:
            pairs += [(l, k, j, tau) for l in r.suppliers[k] if l != i and view.members[l] for j, tau in mine]
    for l, k, j, tau in pairs:
        if world.unused[l, k, FRESH] > 0 and world.idle[j, tau] > 0 and both(view, l, j) and world.known(view, l, j):
            s = world.surplus(view, l, k, FRESH, j, tau)
            if s > 0:
                matches.append((-s, l, k, j, tau))
    left, idle, demand, total = {}, {}, list(world.demand_left), 0.0
    for _, l, k, j, tau in matches:
        left[l, k], idle[j, tau] = world.unused[l, k, FRESH], world.idle[j, tau]
    for s, l, k, j, tau in sorted(matches):
        q, cost = min(left[l, k], idle[j, tau], world.room(demand, tau)), world.deal_cost(view, l, j)
        if q >= world.trade["min_t"] and q >= GRAM and -s * q > cost:
            left[l, k] -= q
            idle[j, tau] -= q
            for m, tonne in r.makes[tau]:
                demand[m] = max(0.0, demand[m] - q * tonne)
            share = world.supplier_share(l, j)
            total += (share if l == i else 1 - share) * (-s * q - cost)
    return total


def of_savings(world, view, i):
    """What the levers would save on the last deals of i."""
    total, eff = 0.0, view.eff
    for deal in world.deals:
        if i not in (deal["i"], deal["j"]):
            continue
        partner = deal["j"] if deal["i"] == i else deal["i"]
        opex = world.region.technology[deal["tau"]]["opex"] * deal["q"] * (1 - eff["opex"])
        if partner == i or (deal["j"] == i and not view.members[partner]):
            total += opex
        elif view.members[partner]:
            haul = world.haul[deal["i"]][deal["j"]] * deal["q"] * (1 - eff["transport_cost"])
            total += (opex + haul + world.trade["deal_cost"] * (1 - eff["deal_cost"])) / 2
    return total


def of_project(world, view, i):
    """Best project inside less best outside, nothing announced beyond standing claims, as yearly sums; not below 0."""
    inside = world.best_project(view._replace(price=world.expected_price), i)
    if ("outside", i) not in world.memo:
        nobody = Outlook("nobody", [False] * world.region.n, world.levers([]), world.expected_price)
        project = world.best_project(nobody, i)
        world.memo["outside", i] = project["yearly"] if project else 0.0
    return max(0.0, (inside["yearly"] if inside else 0.0) - world.memo["outside", i])


def of_safety(world, view, i):
    """Sum over risks of rate * exposure^elasticity * mean loss * (1 - eff(hazard) eff(severity)) [N3]."""
    total = 0.0
    for n, risk in enumerate(world.region.risk):
        share = avoided_share(world, view.eff, n)
        if share != 0:
            if (n, i) not in world.memo:
                world.memo[n, i] = sum(laws.per_year(risk, item["exposure"]) for item in items(world, i, risk))
            total += world.memo[n, i] * laws.mean_loss(risk) * share
    return total


def avoided_share(world, eff, n):
    id = world.region.risk_ids[n]
    return 1 - eff["hazard." + id] * eff["severity." + id]


def items(world, i, risk):
    """What of i is exposed to a risk; `place` is its index among the draws. Held residue is not exposed [N1]."""
    kind = risk["exposure"]
    if kind == "product" or not world.open[i]:  # a product belongs to no plant; a plant not yet open has nothing [N6]
        return []
    if kind == "stock":
        return [dict(exposure=t / 1e6, kind=k, place=i, waste=k) for k in world.region.wastes_of[i] for t in [world.stock[i, k]]]
    if kind == "capacity":
        return [dict(exposure=sum(world.working_of.get(i, ())) / 1e5, kind=0, place=i)]
    if kind == "plant":
        return [dict(exposure=1.0, kind=0, place=i)]
    return world.sides.get(i, [])


def sides_of_deals(world):
    """Both sides of each deal between two plants, by plant, with their indices among the draws (section 7.9)."""
    sides, seen = [], {}
    for deal in world.deals:
        if deal["i"] == deal["j"]:
            continue
        for i, partner in ((deal["i"], deal["j"]), (deal["j"], deal["i"])):
            place = i << 40 | partner << 16 | deal["tau"] << 4 | deal["source"] << 3 | (i == deal["j"]) << 2
            repeat = seen[place] = seen.get(place, -1) + 1
            sides.append((place + repeat, repeat, i, partner))
    sides.sort()
    taken = {place for place, repeat, _, _ in sides if repeat < 4}
    found = {}
    for place, repeat, i, partner in sides:
        kind = 0
        if repeat >= 4:  # reaches into the bits of other sides
            if place in taken:
                kind, place = repeat // 4, place - repeat + repeat % 4
            else:
                taken.add(place)
        found.setdefault(i, []).append(dict(exposure=1.0, kind=kind, place=place, partner=partner))
    return found
