"""What is observed of a year, and CSV files. Names that end with _ are money: the currency follows."""
import csv
import json
import statistics

from laws import longest_path

CHANNELS = ("matching", "logistics", "transaction", "processing", "finance", "risk")
CLASSES = ("I", "II", "III", "IV", "V", "none")
FRESH, STOCK = 0, 1


def in_currency(row, currency):
    """gain_ becomes gain_rub, surplus__per_t becomes surplus_rub_per_t."""
    out = {}
    for name, cell in row.items():
        if name.endswith("__per_t"):
            name = f"{name[:-7]}_{currency}_per_t"
        elif name.endswith("_"):
            name += currency
        out[name] = cell
    return out


def currency_of(region):
    return "".join(c.lower() if c.isalnum() else "_" for c in region.currency)


def write_row(world, table, row):
    head = dict(world=world.name, year=world.calendar)
    world.tables[table].append(in_currency(head | row, currency_of(world.region)))


# ------------------------------------------------------------------------------------------------------- a year
def write_year(world):
    """The rows of the year: indicators, plants; and what the summary needs."""
    out = mass(world)
    out |= deals_of(world)
    out |= synergy_of(world)
    out |= units_and_prices(world)
    out |= company_of(world)
    out |= risks_of(world)
    out |= environment(world)
    out |= state_account(world, out)
    out |= net_benefit(world, out)
    world.write("indicators", **out)
    write_plants(world)
    for i in range(world.region.n):
        world.amounts[i] += sum(abs(world.money[i][name]) for name in MONEY)
    currency = currency_of(world.region)
    world.years.append((in_currency(out, currency), [plant_money(world, i) for i in range(world.region.n)]))


def by_key(pairs):
    out = {}
    for key, q in pairs:
        out[key] = out.get(key, 0.0) + q
    return out


def mass(world):
    """Tonnes, in all and by waste; residue and held tonnes [N1]."""
    r = world.region
    out = dict(cluster_lives=world.lives, plants=r.n, members=sum(world.member), joins=world.row["joins"],
               leaves=world.row["leaves"], ever_contacted=sum(world.contacted))
    fresh, stock = (by_key(((d["i"], d["k"]), d["q"]) for d in world.deals if d["source"] == source) for source in (FRESH, STOCK))
    parts = dict(generated=world.gross, already_reused=world.reused, converted_fresh=fresh, converted_stock=stock,
                 residue=world.residue_of, placed=world.placed, released=world.released, stock=total_stock(world))
    totals = {}
    for k in [None, *range(len(r.waste))]:
        t = {name: sum(q for (_, other), q in part.items() if k is None or k == other) for name, part in parts.items()}
        t["converted"] = t["converted_fresh"] + t["converted_stock"]
        t["reused"] = t["already_reused"] + t["converted"] - t["residue"]
        ending, against = "", t["generated"]
        if k is not None:
            ending, totals[k] = "_" + r.waste_ids[k], t
            arisen = sum(q for (_, other), q in world.arisen.items() if other == k)
            out[f"arisen{ending}_t"] = arisen
            against += arisen
        out |= {f"{name}{ending}_t": q for name, q in t.items()}
        out["use_rate" + ending] = t["reused"] / against if against > 0 else ""
    beyond = [k for k, waste in enumerate(r.waste) if waste["stage"] not in ("mining", "beneficiation")]
    generated = sum(totals[k]["generated"] for k in beyond)
    out["use_rate_beyond_mining"] = sum(totals[k]["reused"] for k in beyond) / generated if generated > 0 else ""
    for hazard in CLASSES:
        if hazard == "none" and all(w["hazard_class"] != hazard for w in r.waste):
            continue
        out[f"stock_class_{hazard}_t"] = sum(totals[k]["stock"] for k, w in enumerate(r.waste) if w["hazard_class"] == hazard)
    return out


def total_stock(world):
    """Held tonnes count as stock in every indicator [N1]."""
    return {key: t + world.held[key] for key, t in world.stock.items()}


def deals_of(world):
    r, deals = world.region, world.deals
    between = [d for d in deals if d["i"] != d["j"]]
    inside = {side for d in between if d["inside"] for side in (d["i"], d["j"])}
    for i in inside:
        world.ever_inside[i] = True
    used = {d["tau"] for d in deals}
    feeds = {tau: [next for next in used if r.leaves[tau] is not None and r.takes[next] == r.leaves[tau]] for tau in used}
    moved = sum(d["q"] for d in between)
    links = {frozenset((d["i"], d["j"])) for d in between}
    return dict(deals_inside=sum(d["inside"] for d in between), deals_outside=sum(not d["inside"] for d in between),
                deals_own=len(deals) - len(between), contracts=len(world.contracts), chains=len(used),
                longest_chain=longest_path(feeds), members_with_deal_inside=len(inside),
                links=len(links), density=len(links) / (r.n * (r.n - 1) / 2) if r.n > 1 else "",
                mean_haul_km=sum(r.km[d["i"]][d["j"]] * d["q"] for d in between) / moved if between else "",
                median_haul_km=statistics.median(r.km[d["i"]][d["j"]] for d in between) if between else "",
                gain_=sum(d["gain"] for d in deals))


def synergy_of(world):
    channels = {channel: sum(synergy[channel] for synergy in world.synergy) for channel in CHANNELS}
    return dict(accounted_synergy_=sum(channels.values())) | {f"synergy_{channel}_": t for channel, t in channels.items()}


def units_and_prices(world):
    r = world.region
    out = {f"price_{id}__per_t": price for id, price in zip(r.product_ids, world.price)}
    made = [0.0] * len(r.product)
    for d in world.deals:
        for m, tonne in r.makes[d["tau"]]:
            made[m] += d["q"] * tonne
    out |= {f"made_{id}_t": t for id, t in zip(r.product_ids, made)}
    in_use = 0.0
    for unit in world.units:
        if unit["ordered"] is not None:  # straight line over life [N11]
            life = r.technology[unit["tau"]]["life"]
            in_use += unit["capital"] * min(life, unit["end"] - (world.t + 1)) / life
    return out | dict(projects=world.row["projects"], capacity_t_per_year=sum(world.working.values()), capex_=of_all(world, "capex"),
                      capital_=of_all(world, "capital"), plants_capital_in_use_=in_use, written_off_=of_all(world, "written_off"))


def of_all(world, name):
    return sum(money[name] for money in world.money)


def company_of(world):
    r, flows = world.region, world.flows
    value = sum(kind["capex"] * level for kind, level in zip(r.infrastructure, world.levels)) if world.lives else 0.0
    return {f"level_{id}": level for id, level in zip(r.infrastructure_ids, world.levels)} | dict(
        infrastructure_capex_=flows["infrastructure_capex"], infrastructure_in_use_=value, budget_=world.budget,
        fees_=of_all(world, "fee"), grant_=flows["grant"], running_cost_=flows["overhead"] + flows["upkeep"],
        covered_=of_all(world, "covered"), returned_=of_all(world, "returned"), fees_to_company_=flows["fees_to_company"])


def risks_of(world):
    """A product risk strikes no plant; the part that falls on members is a member's loss [N9]."""
    at_risk = sum(world.at_risk)
    heads = {"members": at_risk, "others": world.region.n - at_risk}
    out, totals, events = dict(members_at_risk=at_risk), dict.fromkeys(heads, 0.0), dict.fromkeys(heads, 0)
    for kind in (*world.region.risk_ids, "insolvency"):
        for who, count in heads.items():
            mine = [e for e in world.struck if e[0] == kind]
            n = sum(e[2] == (who == "members") for e in mine)
            loss = sum(e[3 if who == "members" else 4] for e in mine)
            strikes_plants = sum(e[2] == (who == "members") and e[1] is not None for e in mine)
            events[who] += strikes_plants
            totals[who] += loss
            out |= {f"events_{kind}_{who}": n, f"events_{kind}_{who}_per_plant_year": n / count if count else "",
                    f"loss_{kind}_{who}_": loss}
    for who, count in heads.items():
        out |= {f"loss_{who}_": totals[who], f"events_{who}_per_plant_year": events[who] / count if count else ""}
    return out


def environment(world):
    """[N10]."""
    r, deals = world.region, world.deals
    out = dict.fromkeys(("co2_avoided_t", "co2_emitted_t", "co2_haulage_t", "haulage_tkm", "primary_replaced_t"), 0.0)
    for d in deals:
        tech, main = r.technology[d["tau"]], r.makes[d["tau"]][0][1]
        out["co2_avoided_t"] += d["q"] * main * tech["co2_avoided"]
        out["co2_emitted_t"] += d["q"] * tech["co2_emitted"]
        out["co2_haulage_t"] += d["q"] * world.haul_co2[d["i"]][d["j"]]
        out["haulage_tkm"] += d["q"] * r.km[d["i"]][d["j"]]
        out["primary_replaced_t"] += d["q"] * main * tech["primary_replaced"]
    out["co2_net_t"] = out["co2_avoided_t"] - out["co2_emitted_t"] - out["co2_haulage_t"]
    out["land_m2"] = sum(t * world.waste[k]["land"] for (_, k), t in total_stock(world).items())
    out["jobs"] = sum(c / 1e6 * r.technology[tau]["jobs"] for (_, tau), c in world.working.items())
    out["jobs"] += world.management["jobs"] if world.lived else 0.0
    return out | dict(disposal_bill_=world.bill)


def state_account(world, row):
    """Fees owed for the year's placing; subsidies, levies that plants save, grants [N7]."""
    capex_subsidies = row["capital_"] - row["capex_"]
    t = world.transfers
    balance = (world.fees_owed - world.flows["fees_to_company"] - t["subsidy"] - capex_subsidies - t["carbon"] - t["levy"]
               - world.flows["grant"])
    return dict(state_fees_=world.fees_owed, state_subsidies_=t["subsidy"], state_capex_subsidies_=capex_subsidies,
                state_carbon_=t["carbon"], state_levy_=t["levy"], state_balance_=balance, subsidies_=t["subsidy"] + capex_subsidies)


MONEY = dict(gain=1, returned=1, covered=1, written_off=1, capex=-1, interest=-1, fee=-1, loss=-1, entry_cost=-1)


def plant_money(world, i):
    """Change of cash less debt, without the yearly budget [N11]."""
    return sum(sign * world.money[i][name] for name, sign in MONEY.items())


def net_benefit(world, row):
    """[N11]: net benefit, business, money by who has it."""
    t, flows = world.transfers, world.flows
    transfers = t["subsidy"] + t["carbon"] + t["levy"] + t["fees_saved"]
    costs = (row["capital_"] + flows["infrastructure_capex"] + flows["overhead"] + flows["upkeep"]
             + row["loss_members_"] + row["loss_others_"] + of_all(world, "entry_cost"))
    money = [plant_money(world, i) for i in range(world.region.n)]
    company = (row["fees_"] + flows["grant"] + flows["fees_to_company"] - row["running_cost_"] - flows["infrastructure_capex"]
               - row["covered_"] - row["returned_"])
    return dict(transfers_=transfers, fees_saved_=t["fees_saved"], entry_costs_=of_all(world, "entry_cost"),
                net_benefit_=row["gain_"] - transfers - costs, business_=row["gain_"] - t["subsidy"] - costs,
                money_members_=sum(m for m, is_in in zip(money, world.at_risk) if is_in),
                money_others_=sum(m for m, is_in in zip(money, world.at_risk) if not is_in), money_company_=company,
                money_state_=-transfers - row["state_capex_subsidies_"] - flows["grant"] - flows["fees_to_company"],
                money_lenders_=of_all(world, "interest") - of_all(world, "written_off"))


def write_plants(world):
    r, stock = world.region, total_stock(world)
    totals = [dict.fromkeys(("generated", "already_reused", "fresh", "old", "residue", "arisen", "placed", "released", "stock", "here",
                             "capacity", "due"), 0.0) for _ in range(r.n)]
    for name, part in (("generated", world.gross), ("already_reused", world.reused), ("residue", world.residue_of),
                       ("arisen", world.arisen), ("placed", world.placed), ("released", world.released), ("stock", stock),
                       ("capacity", world.working)):
        for (i, _), q in part.items():
            totals[i][name] += q
    for d in world.deals:
        totals[d["i"]]["fresh" if d["source"] == FRESH else "old"] += d["q"]
        totals[d["j"]]["here"] += d["q"]
    for loan in world.loans:
        totals[loan["plant"]]["due"] += loan["payment"]
    for i, (m, t) in enumerate(zip(world.money, totals)):
        world.write("plants", plant=r.ids[i], stage=r.plants[i]["stage"], member=world.member[i], ever_contacted=world.contacted[i],
                    gain_=m["gain"], synergy_=sum(world.synergy[i].values()), expected_gain_=world.expected[i] if world.member[i] else "",
                    fee_=m["fee"], returned_=m["returned"], loss_=m["loss"], covered_=m["covered"], capex_own_=m["capex_own"],
                    budget_=m["budget"], entry_cost_=m["entry_cost"], debt_paid_=m["debt_paid"], interest_=m["interest"],
                    written_off_=m["written_off"], money_=plant_money(world, i), cash_=world.cash[i], debt_service_=t["due"], trust=world.trust[i],
                    generated_t=t["generated"], already_reused_t=t["already_reused"], converted_fresh_t=t["fresh"],
                    converted_stock_t=t["old"], residue_t=t["residue"], arisen_t=t["arisen"],
                    reused_t=t["already_reused"] + t["fresh"] + t["old"] - t["residue"], placed_t=t["placed"], released_t=t["released"],
                    stock_t=t["stock"], converted_here_t=t["here"], capacity_t_per_year=t["capacity"])


def write_differences(tables, region):
    """counterfactual_: this world less its twin in the same year; 0 in the twin's own rows."""
    currency = currency_of(region)
    money = [f"{name}_{currency}" for name in ("gain", "net_benefit", "business")]
    twin = {row["year"]: row for row in tables["indicators"] if row["world"] == "twin"}
    for row in tables["indicators"]:
        other = twin[row["year"]]
        for name in (*money, "reused_t", "stock_t", "co2_avoided_t", "co2_net_t"):
            row[f"counterfactual_{name}"] = row[name] - other[name]
        losses = [it[f"loss_members_{currency}"] + it[f"loss_others_{currency}"] for it in (row, other)]
        row[f"counterfactual_losses_{currency}"] = losses[0] - losses[1]


# ------------------------------------------------------------------------------------------------------- files
def text(value):
    """A cell as circulus writes it: true and false in small letters."""
    return str(value).lower() if isinstance(value, bool) else value


def write_tables(tables, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if isinstance(rows, dict):
            (folder / f"{name}.json").write_text(json.dumps(rows, indent=1))
            continue
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with open(folder / f"{name}.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([text(row.get(column, "")) for column in columns] for row in rows)
