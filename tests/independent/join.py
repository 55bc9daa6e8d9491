"""Phase 3: study, contacts, membership [J1]-[J3]."""
import math

from draws import JOIN, STUDY
from laws import logistic
from value import value
from world import Outlook


def study_contact_and_join(world):
    r, join, company = world.region, world.join, world.management
    world.memo = {}
    if world.t % company["study_every"] == 0:
        planned = world.levers([company["planned_level"]] * len(r.infrastructure))
        all_in = Outlook("all", [True] * r.n, planned, world.price)
        candidates = [i for i in range(r.n) if world.open[i]]
        for i in r.luck.sample(STUDY, world.t, candidates, company["study_limit"]):
            world.study[i] = value(world, all_in, i)
    waiting = [i for i in range(r.n) if not world.contacted[i] and world.study[i] is not None]
    for i in sorted(waiting, key=lambda i: (-world.study[i], i))[:company["contacts_per_year"]]:
        world.contacted[i] = True
    evidence = min(1.0, sum(world.member) / join["evidence_members"])
    decided = [(i, *decide(world, i, evidence)) for i in range(r.n) if world.contacted[i]]
    for i, into, gain in decided:
        if into and not world.member[i]:
            world.row["joins"] += 1
            world.cash[i] -= join["entry_cost"]
            world.money[i]["entry_cost"] += join["entry_cost"]
            world.expected[i] = max(0.0, gain)
        world.row["leaves"] += world.member[i] and not into
        world.member[i] = into
    world.end_contracts_of_outsiders()


def decide(world, i, evidence):
    """g = (1-w) credibility F + w value(i) [J2]; U from gain, norm, attitude, trust; P = 1/(1+exp(-U/T)) [J3]."""
    join, member, terms = world.join, world.member[i], {}
    if member:
        gain = world.expected[i]
    else:
        members = [j == i or is_in for j, is_in in enumerate(world.member)]
        worth = value(world, world.now()._replace(name=f"now and {i}", members=members), i)
        gain = (1 - evidence) * join["credibility"] * world.study[i] + evidence * worth
        terms = dict(study_gain_=world.study[i], value_=worth, evidence=evidence, entry_cost_=join["entry_cost"] / join["horizon"])
    entry = 0.0 if member else join["entry_cost"] / join["horizon"]
    x = (gain - fee(world, gain) - entry) / join["gain_scale"]
    peers = world.region.peers[i]
    norm = sum(world.member[j] for j in peers) / len(peers) if peers else 0.0
    from_gain, from_norm = join["w_gain"] * math.tanh(x), join["w_norm"] * norm
    from_attitude = join["w_attitude"] * (2 * world.region.plants[i]["attitude"] - 1)
    from_trust = join["w_trust"] * (2 * world.trust[i] - 1)
    inertia = join["inertia"] if member else -join["inertia"]
    utility = from_gain + from_norm + from_attitude + from_trust + join["bias"] + inertia
    heat = join["temperature"]
    probability = logistic(utility / heat) if heat > 0 else float(utility > 0)
    draw = world.region.luck.uniform(JOIN, world.t, i)
    into = draw < probability
    choice = ("stay" if into else "leave") if member else ("join" if into else "decline")
    world.write("decisions", choice=choice, plant=world.region.ids[i], member=member, **terms, expected_gain_=gain,
                expected_fee_=fee(world, gain), from_gain=from_gain, from_norm=from_norm, from_attitude=from_attitude,
                from_trust=from_trust, bias=join["bias"], inertia=inertia, utility=utility, probability=probability, draw=draw)
    return into, gain


def fee(world, gain):
    return world.management["fee_flat"] + world.management["fee_share"] * max(0.0, gain)
