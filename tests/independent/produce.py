"""Phase 2: closings, output and waste, residue of last year, units that work [P1], [N1], [N6]."""
import math

from draws import OUTPUT


def produce(world):
    r, t = world.region, world.t
    for i in range(r.n):
        if t >= r.closes[i] and not world.closed[i]:
            close(world, i)
    world.gross, world.reused, world.fresh, world.joined = {}, {}, {}, {}
    for (i, k), stream in world.streams.items():
        plant = r.plants[i]
        s, since = plant["volatility"], t - world.changed.get(f"plant.{r.ids[i]}.stream.{r.waste_ids[k]}.t_per_year", 0)
        q = (1 + plant["growth"]) ** since * math.exp(s * r.luck.normal(OUTPUT, t, i) - s * s / 2)
        world.gross[i, k] = stream["t_per_year"] * q if world.active(i) else 0.0
        world.reused[i, k] = stream["own_reuse"] * world.gross[i, k]
        world.joined[i, k], world.held[i, k] = world.held[i, k], 0.0
        world.fresh[i, k] = world.gross[i, k] - world.reused[i, k] + world.joined[i, k]
    world.working = {}
    for unit in world.units:
        if unit["start"] <= t < unit["end"]:
            slot = unit["plant"], unit["tau"]
            world.working[slot] = world.working.get(slot, 0.0) + unit["capacity"]
    world.working_of = {}
    for (i, _), capacity in world.working.items():
        world.working_of.setdefault(i, []).append(capacity)
    if t == 0:
        world.offer_everything()


def close(world, i):
    """Units are gone, loans written off, contracts ended, the plant is out; its stock stays."""
    world.closed[i] = True
    world.lose_units(i, "closing")
    world.forgive_loans(i)
    world.end_contracts_of(i)
    world.member[i] = False
