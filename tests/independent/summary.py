"""The whole run: net benefit, money by who has it, environment, distribution [N10], [N11]."""
from laws import gini
from record import currency_of

TOTALS = ("generated_t", "already_reused_t", "converted_t", "residue_t", "reused_t", "released_t", "co2_avoided_t", "co2_emitted_t",
          "co2_haulage_t", "co2_net_t", "haulage_tkm", "primary_replaced_t", "projects")
MONEY = ("gain", "accounted_synergy", "capex", "capital", "infrastructure_capex", "fees", "grant", "fees_to_company", "subsidies",
         "state_fees", "state_subsidies", "state_capex_subsidies", "state_carbon", "state_levy", "state_balance", "running_cost",
         "loss_members", "loss_others", "entry_costs", "transfers", "fees_saved", "written_off", "disposal_bill", "net_benefit",
         "business", "money_members", "money_others", "money_company", "money_state", "money_lenders")


def of_world(world):
    """Sums over the years, and net benefit with the capital still in use, and discounted."""
    c, rows = currency_of(world.region), [row for row, _ in world.years]
    rate = world.region.scenario["scenario"]["discount_rate"]
    out = {f"total_{name}": sum(row[name] for row in rows) for name in TOTALS}
    out |= {f"total_{name}_{c}": sum(row[f"{name}_{c}"] for row in rows) for name in MONEY}
    last = rows[-1]
    in_use = last[f"plants_capital_in_use_{c}"] + last[f"infrastructure_in_use_{c}"]
    out[f"capital_in_use_{c}"] = in_use
    for name in ("net_benefit", "business"):
        discounted = sum(row[f"{name}_{c}"] * (1 + rate) ** -t for t, row in enumerate(rows))
        out[f"total_{name}_with_capital_{c}"] = out[f"total_{name}_{c}"] + in_use
        out[f"discounted_{name}_{c}"] = discounted
        out[f"discounted_{name}_with_capital_{c}"] = discounted + in_use * (1 + rate) ** -(len(rows) - 1)
    out |= {"last_jobs": last["jobs"], "last_land_m2": last["land_m2"], "last_stock_t": last["stock_t"], "last_members": last["members"],
            "peak_members": max(row["members"] for row in rows), "longest_chain": max(row["longest_chain"] for row in rows)}
    generated = out["total_generated_t"]
    out["mean_use_rate"] = out["total_reused_t"] / generated if generated > 0 else None
    return out


def less(here, there, turnover):
    """A difference of two sums of amounts; within the rounding of the amounts it is nothing, or somebody would be worse off by it."""
    return 0.0 if abs(here - there) <= 1e-9 * turnover else here - there


def distribution(cluster, twin):
    """Of plants ever members: who is worse off in net money than in the twin, and how the rest is spread."""
    n, c = cluster.region.n, currency_of(cluster.region)
    money = [[sum(year[i] for _, year in world.years) for i in range(n)] for world in (cluster, twin)]
    more = [less(money[0][i], money[1][i], cluster.amounts[i] + twin.amounts[i]) for i in range(n)]
    ever = [i for i in range(n) if cluster.ever_member[i]]
    gains = [more[i] for i in ever]
    won = [max(0.0, gain) for gain in gains]
    total = sum(won)
    rest = sum(more[i] for i in range(n) if not cluster.ever_member[i])
    return {f"money_of_ever_members_{c}": sum(gains), f"money_of_the_rest_{c}": rest} | dict(
                ever_members=len(ever), worse_off=sum(gain < 0 for gain in gains), gini=gini(won) if won else None,
                top_three_share=sum(sorted(won)[-3:]) / total if total > 0 else None,
                with_deal_inside=sum(cluster.ever_inside[i] for i in ever))


def summary(cluster, twin):
    both = {world.name: of_world(world) for world in (cluster, twin)}
    both["difference"] = {name: value - both["twin"][name] for name, value in both["cluster"].items()
                          if value is not None and both["twin"][name] is not None}
    return both | dict(distribution=distribution(cluster, twin))
