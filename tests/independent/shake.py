"""Changes many values of a scenario at random, as settings for --set, so that extreme cases are compared too."""
import random


def settings(scenario, seed):
    """Settings of a seed. `scenario` is as read, without defaults."""
    luck = random.Random(f"shake {seed}")
    out = []

    def put(path, choices, chance=0.35):
        if luck.random() < chance:
            value = luck.choice(choices)
            out.append(f"{path}={str(value).lower() if isinstance(value, bool) else value}")

    def scale(path, value, chance=0.35, most=None):
        if value is not None and luck.random() < chance:
            value = float(value) * luck.choice([0.0, 0.1, 0.3, 0.6, 1.5, 3.0, 10.0])
            out.append(f"{path}={value if most is None else min(value, most)!r}")

    put("trade.memory_years", [0, 1, 2, 50])
    put("trade.acquaintance", [0.0, 0.1, 0.5, 1.0])
    put("trade.min_t", [0, 100, 5000])
    put("trade.tolerance", [0, 100, 1e4])
    put("trade.deal_cost", [0, 1e5, 3e6])
    put("trade.contract_years", [1, 2, 10])
    put("trade.supplier_share", [0.0, 1.0, 0.3])
    put("policy.disposal_fee_factor", [0.0, 2.0, 8.0])
    put("policy.disposal_fee_growth", [0.0, -0.05, 0.1])
    put("policy.subsidy_per_t", [0, 40, 300])
    put("policy.capex_subsidy", [0.0, 0.4, 1.0])
    put("policy.carbon_price", [0, 500, 5000])
    put("policy.primary_levy", [0, 10, 80])
    put("policy.fees_to_company", [0.0, 0.3, 1.0])
    for hazard in ("I", "III", "IV", "V"):
        put(f"policy.fee_factor_class.{hazard}", [0.0, 0.5, 3.0], 0.25)
    put("join.temperature", [0, 0.1, 2])
    put("join.bias", [-2, 1, 3])
    put("join.credibility", [0.0, 1.0])
    put("join.entry_cost", [0, 1e7])
    put("join.peers", [0, 1, 20])
    put("join.evidence_members", [1, 20])
    put("invest.attention", [0.0, 1.0, 0.3])
    put("invest.hurdle_rate", [0, 0.05, 0.3])
    put("invest.loan_share", [0.0, 1.0, 0.5])
    put("invest.loan_rate", [0, 0.3])
    put("invest.loan_years", [1, 3, 25])
    put("invest.build_years", [0, 2, 4])
    put("invest.insolvency_limit", [0, 1e6, 1e9])
    put("management.budget", [0, 1e9])
    put("management.overhead", [0, 5e7])
    put("management.fee_flat", [0, 3e6])
    put("management.fee_share", [0.0, 1.0])
    put("management.grant", [0, 2e8])
    put("management.grant_years", [0, 3, 30])
    put("management.contacts_per_year", [0, 1, 9])
    put("management.study_every", [1, 4])
    put("management.study_limit", [3, 1000])
    put("management.retained", [0, 2e7, 1e9])
    put("management.reserve", [0, 1e8])
    put("management.credit", [0, 1e9])
    put("management.cover", [0.0, 1.0])
    put("management.rule", ['"greedy"', '"shares"', '"none"'])
    put("management.enabled", [True, True, True, False], 0.2)
    put("scenario.discount_rate", [0, 0.2])
    for id, kind in scenario["infrastructure"].items():
        put(f"infrastructure.{id}.capex", [0, 1e6, 2e8])
        put(f"infrastructure.{id}.upkeep", [0, 1e5, 5e6], 0.2)
        for lever in kind.get("effects", {}):
            put(f"infrastructure.{id}.effects.{lever}", [0.0, 0.9, 1.0], 0.2)
    for id in scenario["risk"]:
        put(f"risk.{id}.rate", [0, 0.05, 1.5])
        put(f"risk.{id}.elasticity", [0, 0.5, 1.5])
        put(f"risk.{id}.share", [0.0, 0.2, 1.0], 0.2)
        put(f"risk.{id}.loss", [0, 3e6, 1e8], 0.2)
    for id, waste in scenario["waste"].items():
        for key in ("disposal_fee", "placement_cost", "upkeep_cost", "reclaim_cost"):
            scale(f"waste.{id}.{key}", waste.get(key), 0.2)
        put(f"waste.{id}.reclaim_rate", [0.0, 0.3, 1.0], 0.2)
        put(f"waste.{id}.hazard_class", ['"I"', '"III"', '"IV"', '"V"'], 0.15)
    for id, product in scenario["product"].items():
        scale(f"product.{id}.price", product.get("price"), 0.25)
        scale(f"product.{id}.demand", product.get("demand"), 0.3)
        put(f"product.{id}.volatility", [0.0, 0.5], 0.2)
    for id, tech in scenario["technology"].items():
        scale(f"technology.{id}.opex", tech.get("opex"), 0.25)
        scale(f"technology.{id}.capex", tech.get("capex"), 0.25)
        put(f"technology.{id}.min_size", [0, 1e3], 0.15)
        put(f"technology.{id}.max_size", [2e4, 1e6], 0.15)
        put(f"technology.{id}.life", [1, 3, 25], 0.2)
        put(f"technology.{id}.scale_exponent", [0.3, 1.0, 1.4], 0.15)
        if tech.get("residue"):  # more loss, less residue, down to none at all
            rho = 1 + tech.get("added", 0) - tech.get("loss", 0) - sum(tech.get("products", {0: tech.get("yield", 0)}).values())
            put(f"technology.{id}.loss", [tech.get("loss", 0) + rho * share for share in (0.5, 1.0)], 0.15)
    start = scenario["scenario"].get("start_year", 2021)
    for plant in scenario.get("plant", []):
        id = plant["id"]
        put(f"plant.{id}.cash", [0, 1e6, 1e9], 0.3)
        put(f"plant.{id}.budget", [0, 1e5, 1e8], 0.3)
        put(f"plant.{id}.attitude", [0.0, 1.0], 0.2)
        put(f"plant.{id}.growth", [-0.1, 0.05], 0.2)
        put(f"plant.{id}.volatility", [0, 0.5], 0.2)
        put(f"plant.{id}.group", ['"east"', '"west"'], 0.2)
        opens = luck.choice([0, 1, 3, 9, 29, 40])
        put(f"plant.{id}.opens", [start + opens], 0.1)
        put(f"plant.{id}.closes", [start + opens + luck.choice([1, 2, 11, 25])], 0.12)
        for stream in plant.get("stream", []):
            scale(f"plant.{id}.stream.{stream['waste']}.t_per_year", stream["t_per_year"], 0.2)
            scale(f"plant.{id}.stream.{stream['waste']}.stock", stream.get("stock"), 0.2)
            put(f"plant.{id}.stream.{stream['waste']}.own_reuse", [0.0, 0.9, 1.0], 0.15)
    return out
