"""Reads a scenario: base files, defaults, --set, and what is refused [N1], [N5], [N6]."""
import copy
import csv
import re
import tomllib
from pathlib import Path

TINY = 1e-9  # of a tonne per tonne: rounding error of a sum of yields [N1]
CLASSES = ("I", "II", "III", "IV", "V", "none")

DEFAULTS = {
    "scenario": dict(start_year=2021, years=30, currency="RUB", seed=1, discount_rate=0.05),
    "policy": dict(disposal_fee_factor=1, disposal_fee_growth=0, subsidy_per_t=0, capex_subsidy=0, carbon_price=0,
                   primary_levy=0, fees_to_company=0, fee_factor_class={}, change=[]),
    "transport": dict(detour=1.3, local_km=3),
    "trade": dict(acquaintance=0.2, acquaintance_km=60, supplier_share=0.5, contract_years=5, min_t=1000,
                  upkeep_horizon=5, memory_years=10),
    "join": dict(initial_trust=0.5, w_gain=2, w_norm=1, w_attitude=0.6, w_trust=0.8, bias=-0.8, inertia=0.4,
                 temperature=0.5, peers=5, credibility=0.5, evidence_members=8, horizon=5,
                 learning=0.35, trust_gain=0.15, trust_loss=0.3),
    "invest": dict(attention=0.5, hurdle_rate=0.12, expected_use=0.8, loan_share=0.7, loan_rate=0.09, loan_years=10,
                   build_years=1),
    "management": dict(enabled=True, fee_share=0.15, grant_years=5,
                       contacts_per_year=6, study_every=5, study_limit=1000, planned_level=1, horizon=5, cover=0.5, rule="greedy", jobs=0),
}
OF_EACH = {  # defaults of the tables with ids, and of lists
    "infrastructure": dict(depreciation=0.05, step=0.25, max_level=3, effects={}),
    "risk": dict(elasticity=1, spread=0.7, share=0),
    "waste": dict(reclaim_rate=0.03, land=0),
    "product": dict(growth=0, persistence=0.7, volatility=0.1, demand_growth=0.01),
    "technology": dict(scale_exponent=0.7, life=20, co2_avoided=0, primary_replaced=1, added=0, loss=0, residue="",
                       co2_emitted=0, jobs=0),
    "plant": dict(growth=0, volatility=0.05, attitude=0.5, adopts=[], stream=[], unit=[], group="",
                  opens=None, closes=None),
    "mode": dict(co2_per_tkm=0),
    "stream": dict(own_reuse=0, stock=0),
    "unit": dict(age=0),
    "contract": dict(source="fresh"),
}
ROUBLES = {  # sums without a default: what is not given is this times scenario.money_scale, and refused without that
    "trade": dict(deal_cost=1e6, tolerance=50),
    "join": dict(entry_cost=5e6, gain_scale=2e7),
    "invest": dict(insolvency_limit=3e8),
    "management": dict(budget=3e8, overhead=2.5e7, fee_flat=2e6, grant=1.2e8, reserve=5e7, retained=5e8, credit=3e8),
    "plant": dict(cash=2e8, budget=3e7),
}
WITH_IDS = ("infrastructure", "risk", "waste", "product", "technology")
MAY_CHANGE = [  # [N6]; a path is a list of names
    r"policy\.(disposal_fee_factor|disposal_fee_growth|subsidy_per_t|capex_subsidy|carbon_price|primary_levy|fees_to_company)",
    r"policy\.fee_factor_class\.(I|II|III|IV|V|none)",
    r"product\.[^.]+\.(price|demand)",
    r"waste\.[^.]+\.(disposal_fee|placement_cost)",
    r"transport\.mode\..+\.(fixed|per_km)",
    r"plant\.[^.]+\.stream\.[^.]+\.(t_per_year|own_reuse)",
    r"management\.(overhead|fee_flat|fee_share|grant|grant_years|contacts_per_year|study_every|planned_level|reserve"
    r"|retained|credit|cover|rule|jobs|shares\.[^.]+)",
]


class Refused(Exception):
    """The scenario is invalid."""


def refuse(condition, message):
    if condition:
        raise Refused(message)


# ------------------------------------------------------------------------------------------------ files
def load(path, settings=()):
    """A scenario file with its bases, `settings` (as for --set) and every default; refused if it is invalid."""
    scenario = read(Path(path))
    for setting in settings:
        key, _, value = setting.partition("=")
        assign(scenario, key, literal(value))
    return complete(scenario)


def literal(text):
    try:
        return tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        return text


def read(path):
    """The file over its base, without defaults. Price paths are read here, since they are found from the file's folder."""
    with open(path, "rb") as file:
        own = values(tomllib.load(file))
    for tau, tech in own.get("technology", {}).items():
        refuse("products" in tech and ("product" in tech or "yield" in tech), f"technology {tau}: products, or product and yield")
    for id, product in own.get("product", {}).items():
        if "path" in product:
            product["prices"] = read_prices(path.parent / product["path"], f"product.{id}.path")
    base = own.pop("base", None)
    return own if base is None else over(read(path.parent / base), own)


# What a file may say of a value besides itself: `{ value = 0.2, low = 0.05, high = 0.6 }`. The model sees the value alone.
BESIDE = {"value", "low", "high", "scale", "distribution", "sd", "grade", "source", "note"}


def values(node):
    """A parsed file with its values alone."""
    if isinstance(node, list):
        return [values(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "value" in node and not isinstance(node["value"], dict) and BESIDE.issuperset(node):
        return values(node["value"])
    return {key: values(item) for key, item in node.items()}


def read_prices(path, what):
    """A year and a price a line; a first line of words is a heading."""
    prices = []
    with open(path, newline="") as file:
        for n, row in enumerate(csv.reader(file)):
            if not row:
                continue
            try:
                prices.append((int(row[0]), float(row[1])))
            except (ValueError, IndexError):
                refuse(n > 0, f"{what}: line {n + 1} is no year and price")
    years = [year for year, _ in prices]
    refuse(not prices or len(set(years)) < len(years), f"{what}: no prices, or a year twice")
    return sorted(prices)


def over(base, own):
    """`own` over `base`, key by key; a list replaces that of the base, except plants, which are merged by id."""
    out = dict(base)
    if "plant" in own:
        out.pop("generate", None)
    if "generate" in own:
        out.pop("plant", None)
    for key, value in own.items():
        if key == "plant":
            plants = {plant["id"]: plant for plant in out.get("plant", [])}
            for plant in value:
                plants[plant["id"]] = plants.get(plant["id"], {}) | plant
            out["plant"] = list(plants.values())
        elif isinstance(value, dict) and key != "products" and isinstance(out.get(key), dict):
            under = out[key]
            if "products" in value:  # either form replaces the other [N1]
                under = {name: it for name, it in under.items() if name not in ("product", "yield")}
            if "product" in value or "yield" in value:
                under = {name: it for name, it in under.items() if name != "products"}
            out[key] = over(under, value)
        else:
            out[key] = value
    return out


# ------------------------------------------------------------------------------------------------ paths
NAMED_BY = {"plant": "id", "stream": "waste", "mode": "name", "change": "year", "unit": "technology"}


def assign(scenario, path, value):
    """Sets the value at a path as of --set: waste.ash.disposal_fee, plant.A.stream.ash.stock, transport.mode.rail.per_km."""
    place, names = scenario, path.split(".")
    if isinstance(value, dict):
        for name, inner in value.items():
            assign(scenario, f"{path}.{name}", inner)
        return
    while len(names) > 1:
        name = names.pop(0)
        if name == "effects":  # a lever may have a point in its name
            names = [".".join(names)]
        inner = place.setdefault(name, {})
        if isinstance(inner, list):
            wanted = names.pop(0)
            found = [it for it in inner if str(it[NAMED_BY[name]]) == wanted]
            while not found and len(names) > 1:  # a name with points
                wanted += "." + names.pop(0)
                found = [it for it in inner if str(it[NAMED_BY[name]]) == wanted]
            refuse(not found, f"{path}: there is no {name} {wanted}")
            inner = found[0]
        place = inner
    if names[0] == "yield" and "products" in place:  # the short form of the one product
        refuse(len(place["products"]) > 1, f"{path}: it has several products; name one, as in products.<id>")
        place, names = place["products"], list(place["products"])
    if names[0] == "product" and "products" in place:
        refuse(len(place["products"]) > 1, f"{path}: it has several products")
        place["yield"] = place.pop("products").popitem()[1]
    place[names[0]] = value


def flat(table, before=""):
    """Paths and values of a table, with tables within it."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{key}.")
        else:
            yield before + key, value


# ------------------------------------------------------------------------------------------------ defaults, refusals
def complete(scenario):
    scenario = copy.deepcopy(scenario)
    refuse("generate" in scenario, "a generated region: write its plants out first")
    for table, defaults in DEFAULTS.items():
        scenario[table] = copy.deepcopy(defaults) | scenario.get(table, {})
    scale = scenario["scenario"].get("money_scale")
    for table, roubles in ROUBLES.items():
        for key, sum_of_money in roubles.items():
            for entry in scenario.get("plant", []) if table == "plant" else [scenario[table]]:
                refuse(key not in entry and scale is None, f"{key} is missing in {table}, and there is no money_scale")
                entry.setdefault(key, sum_of_money * (scale or 1))
    for kind in WITH_IDS:
        scenario[kind] = {id: OF_EACH[kind] | table for id, table in scenario.get(kind, {}).items()}
    for key in ("plant", "contract"):
        scenario[key] = [copy.deepcopy(OF_EACH[key]) | entry for entry in scenario.get(key, [])]
    scenario["transport"]["mode"] = [OF_EACH["mode"] | mode for mode in scenario["transport"]["mode"]]
    for plant in scenario["plant"]:
        for key in ("stream", "unit"):
            plant[key] = [OF_EACH[key] | entry for entry in plant[key]]
    scenario["knows"] = [known["plants"] if isinstance(known, dict) else known for known in scenario.get("knows", [])]
    scenario["policy"]["fee_factor_class"] = dict.fromkeys(CLASSES, 1) | scenario["policy"]["fee_factor_class"]
    kinds = list(scenario["infrastructure"])
    shares = scenario["management"].get("shares")
    scenario["management"]["shares"] = dict(shares) if shares else {id: 1 / len(kinds) for id in kinds}
    complete_technologies(scenario)
    add_residue_streams(scenario)
    check_plants(scenario)
    check_contracts(scenario)
    scenario["change"] = dated_changes(scenario)
    for id, product in scenario["product"].items():
        if "prices" in product:
            product.setdefault("price", product["prices"][0][1])
            refuse(product["prices"][0][0] > scenario["scenario"]["start_year"], f"product.{id}.path: begins after the run")
    return scenario


def complete_technologies(scenario):
    """rho = 1 + added - loss - sum of yields [N1]."""
    for id, tech in scenario["technology"].items():
        if "products" not in tech:
            tech["products"] = {tech["product"]: tech["yield"]}
        refuse(not tech["products"], f"technology {id} makes nothing")
        refuse(tech["min_size"] > tech["max_size"], f"technology {id}: min_size above max_size")
        for m, tonne in tech["products"].items():
            refuse(m not in scenario["product"] or not tonne > 0, f"technology {id}: product {m}, yield {tonne}")
        refuse(tech["waste"] not in scenario["waste"], f"technology {id}: waste {tech['waste']}")
        rho = 1 + tech["added"] - tech["loss"] - sum(tech["products"].values())
        refuse(rho > TINY and not tech["residue"],
               f"technology {id}: {rho:g} t per t of waste are neither product nor loss: name a residue, or give loss = {rho:g}")
        refuse(rho < -TINY, f"technology {id}: more comes out than goes in by {-rho:g} t per t of waste: "
                            f"give added = {tech['added'] - rho:g}")
        tech["rho"] = rho if rho > TINY else 0.0
        refuse(tech["residue"] and tech["residue"] not in scenario["waste"], f"technology {id}: residue {tech['residue']}")
    feeds = {}
    for tech in scenario["technology"].values():
        if tech["residue"]:
            feeds.setdefault(tech["waste"], set()).add(tech["residue"])

    def walk(path):
        for waste in sorted(feeds.get(path[-1], ())):
            refuse(waste in path, "residues form a cycle: " + " > ".join([*path[path.index(waste):], waste] if waste in path else []))
            walk([*path, waste])

    for waste in feeds:
        walk([waste])


def add_residue_streams(scenario):
    """A slot whose technology leaves a residue gives its plant a stream of it [N1]."""
    for plant in scenario["plant"]:
        for id in [*plant["adopts"], *(unit["technology"] for unit in plant["unit"])]:
            refuse(id not in scenario["technology"], f"plant {plant['id']}: technology {id}")
            tech = scenario["technology"][id]
            if tech["rho"] > 0 and all(stream["waste"] != tech["residue"] for stream in plant["stream"]):
                plant["stream"].append(dict(waste=tech["residue"], t_per_year=0.0, own_reuse=0.0, stock=0.0, added=True))


def check_plants(scenario):
    ids = [plant["id"] for plant in scenario["plant"]]
    refuse(len(set(ids)) < len(ids), "a plant twice")
    for plant in scenario["plant"]:
        opens, closes = plant["opens"], plant["closes"]
        refuse(closes is not None and opens is not None and closes <= opens, f"plant {plant['id']} closes before it opens")
        wastes = [stream["waste"] for stream in plant["stream"]]
        refuse(len(set(wastes)) < len(wastes) or not set(wastes) <= set(scenario["waste"]), f"plant {plant['id']}: streams")
    for known in scenario["knows"]:
        refuse(len(set(known)) < 2 or not set(known) <= set(ids), f"knows: {known}")


def check_contracts(scenario):
    """[N5]: a contract is one of a stream and a slot that exist."""
    plants = {plant["id"]: plant for plant in scenario["plant"]}
    for c in scenario["contract"]:
        what = f"contract of {c['supplier']} and {c['converter']}"
        refuse(c["supplier"] not in plants or c["converter"] not in plants, f"{what}: no such plant")
        refuse(c["supplier"] == c["converter"], f"{what}: one plant")
        refuse(c["technology"] not in scenario["technology"], f"{what}: technology {c['technology']}")
        refuse(scenario["technology"][c["technology"]]["waste"] != c["waste"], f"{what}: {c['technology']} does not take {c['waste']}")
        at = plants[c["converter"]]
        slots = {*at["adopts"], *(unit["technology"] for unit in at["unit"])}
        refuse(c["technology"] not in slots, f"{what}: the converter has no {c['technology']}")
        refuse(all(s["waste"] != c["waste"] for s in plants[c["supplier"]]["stream"]), f"{what}: the supplier has no {c['waste']}")
        refuse(c["source"] not in ("fresh", "stock") or not c["t_per_year"] > 0, f"{what}: source, t_per_year")


def dated_changes(scenario):
    """(year, path, value) of [[policy.change]], then of [[change]], in the file's order [N6]."""
    changes = []
    for change in scenario["policy"].pop("change"):
        changes += [(change["year"], "policy." + path, value) for path, value in flat(change) if path != "year"]
    for change in scenario.get("change", []):
        changes += [(change["year"], path, value) for path, value in flat(change["set"])]
    start, years = scenario["scenario"]["start_year"], scenario["scenario"]["years"]
    for year, path, value in changes:
        refuse(not start <= year < start + years, f"change of {path}: {year} is not a year of the run")
        refuse(not any(re.fullmatch(pattern, path) for pattern in MAY_CHANGE), f"change of {path}: this key may not change")
        names = path.split(".")
        if names[0] in ("waste", "product"):
            refuse(names[1] not in scenario[names[0]], f"change of {path}: no such {names[0]}")
            refuse(names[2] == "price" and "prices" in scenario["product"][names[1]], f"change of {path}: it has a path of prices")
        if names[0] == "plant":
            streams = [s for p in scenario["plant"] if p["id"] == names[1] for s in p["stream"] if s["waste"] == names[3]]
            refuse(not streams or streams[0].get("added"), f"change of {path}: no such stream")
        if names[0] == "transport":
            refuse(".".join(names[2:-1]) not in [mode["name"] for mode in scenario["transport"]["mode"]], f"change of {path}: no such mode")
        if names[:2] == ["management", "shares"]:
            refuse(names[2] not in scenario["infrastructure"], f"change of {path}: no such infrastructure")
    return changes
