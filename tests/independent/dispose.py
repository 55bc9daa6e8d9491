"""Phase 6: what is left of the fresh waste is placed [N1], [N7]."""
from region import FRESH


def dispose(world):
    """The bill is recorded, not paid from the plants' cash. Part of the fees may go to the company."""
    world.bill, world.fees_owed, world.placed, world.released = 0.0, 0.0, {}, dict.fromkeys(world.stock, 0.0)
    for i, k in world.streams:
        placed = world.placed[i, k] = world.unused[i, k, FRESH]
        world.stock[i, k] += placed
        bill = placed * world.avoided[k][FRESH] + world.stock[i, k] * world.waste[k]["upkeep_cost"]
        world.bill += bill
        world.fees_owed += placed * world.fee[k]
    if world.lives:
        world.flows["fees_to_company"] = world.policy["fees_to_company"] * world.fees_owed
        world.budget += world.flows["fees_to_company"]
