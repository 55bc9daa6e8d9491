"""What is observed of a year (section 5 of the model), and CSV files."""
import csv

CHANNELS = ("matching", "logistics", "transaction", "processing", "finance", "risk")
FRESH, STOCK = 0, 1


def money(region, per_t=False, **amounts):
    """Columns of money: their names end with the currency."""
    currency = "".join(c.lower() if c.isalnum() else "_" for c in region.currency)
    return {f"{name}_{currency}" + ("_per_t" if per_t else ""): amount for name, amount in amounts.items()}


def year_row(world):
    """Indicators of a world after its year, but for the world and the year themselves."""
    r, deals, row = world.region, world.deals, world.row
    between = [deal for deal in deals if deal["i"] != deal["j"]]
    out = dict(cluster_lives=world.lives, plants=r.n, members=sum(world.member), joins=row["joins"],
               leaves=row["leaves"], ever_contacted=sum(world.contacted))
    converted = [{key: sum(d["q"] for d in deals if (d["i"], d["k"], d["source"]) == (*key, source))
                  for key in r.streams} for source in (FRESH, STOCK)]
    parts = dict(generated=world.gross, already_reused=world.reused, converted_fresh=converted[FRESH],
                 converted_stock=converted[STOCK], placed=world.placed, released=world.released, stock=world.stock)
    for ending, wastes in [("", range(len(r.waste)))] + [("_" + id, [k]) for k, id in enumerate(r.waste_ids)]:
        t = {name: sum(q for (_, k), q in part.items() if k in wastes) for name, part in parts.items()}
        t["converted"] = t["converted_fresh"] + t["converted_stock"]
        t["reused"] = t["already_reused"] + t["converted"]
        out |= {f"{name}{ending}_t": q for name, q in t.items()}
        out["use_rate" + ending] = t["reused"] / t["generated"] if t["generated"] > 0 else ""
    out |= dict(deals_inside=sum(d["inside"] for d in between), deals_outside=sum(not d["inside"] for d in between),
                deals_own=len(deals) - len(between), contracts=len(world.contracts),
                chains=len({d["tau"] for d in deals}))
    moved = sum(d["q"] for d in between)
    out["mean_haul_km"] = sum(r.km[d["i"]][d["j"]] * d["q"] for d in between) / moved if between else ""
    out |= money(r, gain=sum(d["gain"] for d in deals))
    channels = {channel: sum(synergy[channel] for synergy in world.synergy) for channel in CHANNELS}
    out |= money(r, accounted_synergy=sum(channels.values()))
    out |= money(r, **{"synergy_" + channel: amount for channel, amount in channels.items()})
    out |= money(r, per_t=True, **{"price_" + id: price for id, price in zip(r.product_ids, world.price)})
    made = [sum(d["q"] * r.technology[d["tau"]]["yield"] for d in deals if r.makes[d["tau"]] == m)
            for m in range(len(r.product))]
    out |= {f"made_{id}_t": t for id, t in zip(r.product_ids, made)}
    out |= dict(projects=row["projects"], capacity_t_per_year=sum(world.working.values()))
    out |= {"level_" + id: level for id, level in zip(r.infrastructure_ids, world.levels)}
    out |= money(r, **{key: row[key] for key in ("capex", "infrastructure_capex", "fees", "grant",
                                                   "running_cost", "covered", "returned")})
    out |= money(r, budget=world.budget, disposal_bill=world.bill)
    out["members_at_risk"] = sum(world.at_risk)
    for kind in (*r.risk_ids, "insolvency"):
        for who, member in (("members", True), ("others", False)):
            losses = [loss for k, m, loss in world.events if (k, m) == (kind, member)]
            out[f"events_{kind}_{who}"] = len(losses)
            out |= money(r, **{f"loss_{kind}_{who}": sum(losses)})
    for name in ("co2_avoided", "primary_replaced"):
        out[name + "_t"] = sum(d["q"] * r.technology[d["tau"]]["yield"] * r.technology[d["tau"]][name] for d in deals)
    return out


def text(value):
    """A cell as circulus writes it: true and false in small letters."""
    return str(value).lower() if isinstance(value, bool) else value


def write_tables(tables, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with open(folder / f"{name}.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([text(row.get(column, "")) for column in columns] for row in rows)
