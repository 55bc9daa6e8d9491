"""Phase 4: contracts, then the best deals [T1], [T2], [N1], [N5]."""
from laws import GRAM
from region import FRESH, SOURCES, STOCK
from value import sides_of_deals
from world import both


def run_trade(world):
    view = world.now()
    for unit in world.units:  # a claim stands until the first trade in which the unit works [N2]
        if unit["start"] <= world.t:
            unit["claims"] = {}
    world.count_claims()
    world.offer_everything()
    world.deals, world.slot_t, world.slot_gain = [], {}, {}
    world.arisen, world.residue_of = dict.fromkeys(world.streams, 0.0), {}
    serve_contracts(world, view)
    offers = []
    for (i, k, source), t in world.unused.items():
        if t > 0:
            for j, tau in world.slots_for.get(k, ()):
                if world.idle[j, tau] > 0 and world.known(view, i, j):
                    s = world.surplus(view, i, k, source, j, tau)
                    if s > 0:
                        offers.append((-s, i, k, source, j, tau))
    for s, i, k, source, j, tau in sorted(offers):
        q = deliverable(world, i, k, source, j, tau)
        if q >= world.trade["min_t"] and q >= GRAM and -s * q > world.deal_cost(view, i, j):
            contract = both(view, i, j) and world.trade["contract_years"] > 1
            make_deal(world, view, i, k, source, j, tau, q, -s, "new" if contract else "spot")
            if contract:
                world.contracts.append(dict(i=i, k=k, source=source, j=j, tau=tau, q=q,
                                            until=world.t + world.trade["contract_years"] - 1))
    world.sides = sides_of_deals(world)


def serve_contracts(world, view):
    """Oldest first, given ones in the file's order before all; kept at a loss down to the tolerance."""
    kept = []
    for c in world.contracts:
        if not (world.open[c["i"]] and world.open[c["j"]]):  # a given one waits for both sides to open [N6]
            if world.t <= c["until"]:
                kept.append(c)
            continue
        link = c["i"], c["k"], c["source"], c["j"], c["tau"]
        s = world.surplus(view, *link)
        q = min(c["q"], deliverable(world, *link))
        if world.t <= c["until"] and s >= -world.trade["tolerance"] and q >= world.trade["min_t"] and q >= GRAM:
            make_deal(world, view, *link, q, s, "running")
            kept.append(c)
    world.contracts = kept


def deliverable(world, i, k, source, j, tau):
    return min(world.unused[i, k, source], world.idle.get((j, tau), 0.0), world.room(world.demand_left, tau))


def make_deal(world, view, i, k, source, j, tau, q, s, term):
    r, tech, rho = world.region, world.region.technology[tau], world.region.rho[tau]
    world.unused[i, k, source] -= q
    world.idle[j, tau] -= q
    for m, tonne in r.makes[tau]:
        world.demand_left[m] = max(0.0, world.demand_left[m] - q * tonne)
    if source == STOCK:
        world.stock[i, k] -= q
    left = rho * q
    if rho > 0:  # held until produce of next year [N1]
        world.held[j, r.leaves[tau]] += left
        world.arisen[j, r.leaves[tau]] += left
        world.residue_of[i, k] = world.residue_of.get((i, k), 0.0) + left
    cost = world.deal_cost(view, i, j)
    gain = s * q - cost
    suppliers = world.supplier_share(i, j) * gain
    converters = gain - suppliers
    for side, part in ((i, suppliers), (j, converters)):
        world.cash[side] += part
        world.money[side]["gain"] += part
    world.slot_t[j, tau] = world.slot_t.get((j, tau), 0.0) + q
    world.slot_gain[j, tau] = world.slot_gain.get((j, tau), 0.0) + (gain if i == j else converters)
    saved = (world.fee[k] if source == FRESH else 0.0) - (rho * world.fee[r.leaves[tau]] if rho > 0 else 0.0)
    transfers = dict(subsidy=q * world.policy["subsidy_per_t"] * (1 - rho), carbon=q * world.carbon_term(i, j, tau),
                     levy=q * world.levy_term(tau), fees_saved=q * saved)
    for name, amount in transfers.items():  # [N11]
        world.transfers[name] += amount
    inside = both(view, i, j)
    synergy = accounted(world, view, i, j, tau, q, gain, inside)
    for side in (i, j) if inside else (j,):
        for channel, amount in synergy.items():
            world.synergy[side][channel] += amount / 2 if inside else amount
    world.deals.append(dict(i=i, k=k, source=source, j=j, tau=tau, q=q, gain=gain, inside=inside))
    world.write("deals", supplier=r.ids[i], converter=r.ids[j], waste=r.waste_ids[k], technology=r.technology_ids[tau],
                product=r.product_ids[r.makes[tau][0][0]], source=SOURCES[source], term=term, inside=inside,
                supplier_member=view.members[i], converter_member=view.members[j], converted_t=q, residue_t=left, haul_km=r.km[i][j],
                surplus__per_t=s, deal_cost_=cost, gain_=gain, supplier_gain_=suppliers, converter_gain_=converters,
                transfers_=sum(transfers.values()), accounted_synergy_=sum(synergy.values()),
                **{f"synergy_{channel}_": synergy.get(channel, 0.0) for channel in ("matching", "logistics", "transaction", "processing")})


def accounted(world, view, i, j, tau, q, gain, inside):
    """The whole gain when the pair would not know each other outside, else what the levers saved [T2], [N4]."""
    r = world.region
    if inside and not r.acquainted[i][j]:
        return dict(matching=gain)
    synergy = {}
    if inside:
        synergy["logistics"] = world.haul[i][j] * (1 - view.eff["transport_cost"]) * q
        synergy["transaction"] = world.trade["deal_cost"] * (1 - view.eff["deal_cost"])
    if view.members[j]:
        synergy["processing"] = r.technology[tau]["opex"] * (1 - view.eff["opex"]) * q
    return synergy
