"""Phase 7: events strike [R1], [N9]."""
import math

import laws
from draws import HIT, SIZE
from value import avoided_share, items


def strike(world):
    """All draws are made on the world before the phase; then the events strike one after another."""
    r, t = world.region, world.t
    world.at_risk = list(world.member)
    world.outage = [0.0] * r.n
    hits = []
    for n, (id, risk) in enumerate(zip(r.risk_ids, r.risk)):
        things = [(i, item) for i in range(r.n) for item in items(world, i, risk)]
        if risk["exposure"] == "product":
            things = [(None, dict(exposure=1.0, kind=m, place=0, product=m)) for m in range(len(r.product))]
        for i, item in things:
            member = i is not None and world.member[i]
            hazard, severity = (world.eff[f"{word}.{id}"] if member else 1 for word in ("hazard", "severity"))
            per_year = laws.per_year(risk, item["exposure"])
            if member:
                world.synergy[i]["risk"] += per_year * laws.mean_loss(risk) * avoided_share(world, world.eff, n)
            sub = n << 16 | item["kind"]
            if per_year > 0 and r.luck.uniform(HIT, t, item["place"], sub) < -math.expm1(-per_year * hazard):
                z = r.luck.normal(SIZE, t, item["place"], sub)
                hits.append((n, i, item, risk["loss"] * math.exp(risk["spread"] * z) * severity))
    for hit in hits:
        suffer(world, *hit)


def suffer(world, n, i, item, loss):
    """Money first, then the effect. A product's loss is shared among its makers by working capacity, and no lever acts on it."""
    r, risk = world.region, world.region.risk[n]
    released, ended = 0.0, 0
    of_members = of_others = covered = 0.0
    if i is not None:
        parts = [(i, loss)]
    else:
        makers = [(j, c) for (j, tau), c in sorted(world.working.items())
                  if c > 0 and any(m == item["product"] for m, _ in r.makes[tau])]
        total = sum(c for _, c in makers)
        parts = [(j, loss * c / total) for j, c in makers]
        loss = sum(part for _, part in parts)
    for j, part in parts:
        covered += bear(world, j, part)
        if world.member[j]:
            of_members += part
        else:
            of_others += part
    if risk["effect"] == "release":
        for l, k in world.streams:
            if l == i and item.get("waste", k) == k:  # the stock that was struck, or all of the plant's
                q = risk["share"] * world.stock[l, k]
                world.stock[l, k] -= q
                world.released[l, k] += q
                released += q
    elif risk["effect"] == "outage":
        world.outage[i] = 1 - (1 - world.outage[i]) * (1 - risk["share"])
    elif risk["effect"] == "breach":
        over = world.end_contracts_of(i)
        ended = len(over)
        for side in {i} | {c["i"] for c in over} | {c["j"] for c in over}:
            if world.member[side]:  # trust is trust in the cluster [N9]
                world.trust[side] *= 1 - world.join["trust_loss"]
    elif risk["effect"] == "price_drop":
        world.x[item["product"]] -= risk["share"]
    member = i is not None and world.member[i]
    event(world, r.risk_ids[n], i, member, item, of_members, of_others, covered, released, ended)


def bear(world, i, loss):
    """The company covers a share of a member's loss while it has money."""
    covered = min(world.management["cover"] * loss, max(0.0, world.budget)) if world.member[i] else 0.0
    world.budget -= covered
    world.cash[i] += covered - loss
    world.money[i]["covered"] += covered
    world.money[i]["loss"] += loss
    return covered


def event(world, kind, i, member, item={}, of_members=0.0, of_others=0.0, covered=0.0, released=0.0, ended=0):
    r = world.region
    world.struck.append((kind, i, member, of_members, of_others))
    name = lambda ids, key: ids[item[key]] if key in item else ""
    world.write("events", kind=kind, plant="" if i is None else r.ids[i], member="" if i is None else member,
                waste=name(r.waste_ids, "waste"), product=name(r.product_ids, "product"), partner=name(r.ids, "partner"),
                loss_=of_members + of_others, covered_=covered, released_t=released, contracts_ended=ended)
