#!/usr/bin/env python3
"""The model once more, in plain Python: what circulus computes must come out of this too.

    circulus check scenario.toml > complete.toml
    python3 model.py complete.toml FOLDER

reads a complete scenario (every default filled in) and leaves indicators.csv, deals.csv, events.csv and
decisions.csv in FOLDER, for the world with its company and for its twin. Columns are named as circulus
names them. Needs Python 3.11 and nothing else. Equation numbers in brackets are those of docs/model/model.md.

It is written to be read from top to bottom: what never changes, what a plant looks at, then the year,
phase by phase. Speed is bought in one place only, `World.memo`. Beside it: draws.py, the random numbers,
and tables.py, what is observed.
"""
import math
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from draws import ACQUAINTANCE, ATTENTION, BOOK, HIT, JOIN, MARKET, ORDER, OUTPUT, SIZE, STUDY, Luck
from tables import CHANNELS, FRESH, STOCK, money, write_tables, year_row

GRAM = 1e-6  # t; less is what rounding leaves of large numbers


def annuity(rate, years):
    """Present value of 1 a year."""
    return years if rate == 0 else -math.expm1(-years * math.log1p(rate)) / rate


# ----------------------------------------------------------------------------------------- what never changes
class Region:
    """Kinds, plants, distances, haulage and acquaintance. Everything has an index: its place in the file."""

    def __init__(self, scenario, replicate=0):
        self.scenario = scenario
        head = scenario["scenario"]
        self.start, self.years, self.currency = head["start_year"], head["years"], head["currency"]
        self.luck = Luck(head["seed"], replicate)
        for kind in ("waste", "product", "technology", "infrastructure", "risk"):
            table = scenario.get(kind, {})
            setattr(self, kind + "_ids", list(table))
            setattr(self, kind, list(table.values()))
        place = {kind: {id: n for n, id in enumerate(getattr(self, kind + "_ids"))}
                 for kind in ("waste", "product", "technology")}
        for tau in self.technology:  # the complete scenario has them as products = { id = yield }
            if "products" in tau:
                (tau["product"], tau["yield"]), = tau.pop("products").items()
        self.takes = [place["waste"][tau["waste"]] for tau in self.technology]
        self.makes = [place["product"][tau["product"]] for tau in self.technology]
        self.plants = scenario["plant"]
        self.n = len(self.plants)
        self.streams = {}  # (plant, waste): stream, by index
        self.units = []  # (plant, technology, capacity, age)
        self.adopts = []
        for i, plant in enumerate(self.plants):
            mine = {place["waste"][stream["waste"]]: stream for stream in plant.get("stream", [])}
            self.streams |= {(i, k): mine[k] for k in sorted(mine)}
            for unit in plant.get("unit", []):
                self.units.append((i, place["technology"][unit["technology"]], unit["capacity"], unit["age"]))
            self.adopts.append(sorted(place["technology"][id] for id in plant["adopts"]))
        self._measure()

    def _measure(self):
        """d = detour * great circle; h = min over modes (fixed + per_km d) [E2]; p = p0 exp(-d / d0) [E3]."""
        transport, trade, n = self.scenario["transport"], self.scenario["trade"], self.n
        self.km = [[0.0] * n for _ in range(n)]
        self.haul = [[0.0] * n for _ in range(n)]
        self.p = [[1.0] * n for _ in range(n)]
        self.a = [[0.0] * n for _ in range(n)]
        for j in range(n):
            for i in range(j):
                km = max(transport["detour"] * great_circle_km(self.plants[i], self.plants[j]), transport["local_km"])
                haul = min(mode["fixed"] + mode["per_km"] * km for mode in transport["mode"])
                p = trade["acquaintance"] * math.exp(-km / trade["acquaintance_km"])
                p = p if p >= 1e-9 else 0.0
                a = self.luck.uniform(ACQUAINTANCE, 0, j * (j - 1) // 2 + i)
                for x, y in ((i, j), (j, i)):
                    self.km[x][y], self.haul[x][y], self.p[x][y], self.a[x][y] = km, haul, p, a
        near = [sorted(range(n), key=lambda j: (self.km[i][j], j)) for i in range(n)]
        self.peers = [[j for j in near[i] if j != i][:self.scenario["join"]["peers"]] for i in range(n)]
        self.holders = {(i, k): [l for l in near[i] if (l, k) in self.streams]
                        for i in range(n) for k in range(len(self.waste))}  # nearest first

    def levers(self, levels):
        """eff(l) = prod over h of (1 - e (1 - exp(-L))) [E1]."""
        names = ["reach", "deal_cost", "transport_cost", "opex", "capex", "hurdle_rate"]
        names += [f"{word}.{risk}" for risk in self.risk_ids for word in ("hazard", "severity")]
        eff = dict.fromkeys(names, 1.0)
        for kind, level in zip(self.infrastructure, levels):
            for lever, effect in kind["effects"].items():
                eff[lever] *= 1 - effect * (1 - math.exp(-level))
        return eff


def great_circle_km(a, b):
    half_lat, half_lon = (math.sin(math.radians(b[x] - a[x]) / 2) for x in ("lat", "lon"))
    cosines = math.cos(math.radians(a["lat"])) * math.cos(math.radians(b["lat"]))
    return 2 * 6371 * math.asin(min(1, math.sqrt(half_lat**2 + cosines * half_lon**2)))


class Outlook(NamedTuple):
    """The world under a supposition: who is in (`name` stands for it in the memo), levers, prices."""

    name: str
    members: list
    eff: dict
    price: list


# --------------------------------------------------------------------------------------------------- the world
class World:
    def __init__(self, region, with_company):
        self.region, self.scenario = region, region.scenario
        for table in ("trade", "join", "invest", "management"):
            setattr(self, table, region.scenario[table])
        n = region.n
        self.name = "cluster" if with_company else "twin"
        self.lives = with_company and self.management["enabled"]
        self.budget = self.management["budget"] if self.lives else 0.0
        self.levels = [0.0] * len(region.infrastructure)
        self.eff = region.levers(self.levels)
        self.x = [0.0] * len(region.product)
        self.policy = {key: value for key, value in self.scenario["policy"].items() if key != "change"}
        self.member, self.contacted = [False] * n, [False] * n
        self.study = [None] * n  # F
        self.expected = [0.0] * n
        self.trust = [self.join["initial_trust"]] * n
        self.cash = [plant["cash"] for plant in region.plants]
        self.outage = [0.0] * n
        self.stock = {key: stream["stock"] for key, stream in region.streams.items()}
        self.units = [dict(plant=i, tau=tau, capacity=capacity, start=0, end=region.technology[tau]["life"] - age)
                      for i, tau, capacity, age in region.units]
        self.loans, self.contracts, self.deals = [], [], []
        self.tables = {"indicators": [], "deals": [], "events": [], "decisions": []}

    def year(self, t):
        self.t = t
        self.row = dict.fromkeys(("joins", "leaves", "projects"), 0) | dict.fromkeys(
            ("capex", "infrastructure_capex", "fees", "grant", "running_cost", "covered", "returned"), 0.0)
        self.synergy = [dict.fromkeys(CHANNELS, 0.0) for _ in range(self.region.n)]
        self.events = []
        self.run_market()
        self.produce()
        if self.lives:
            self.study_contact_and_join()
        self.run_trade()
        self.order_projects()
        if self.lives:
            self.build_infrastructure()
        self.dispose()
        self.strike()
        self.settle()

    def write(self, table, **row):
        self.tables[table].append(dict(world=self.name, year=self.region.start + self.t, **row))

    # -- what a plant, a deal or a project looks at, under an outlook -----------------------------------------
    def now(self):
        return Outlook("now", self.member, self.eff, self.price)

    def known(self, view, i, j):
        """a < p outside, a < p + (1 - p)(1 - eff(reach)) between two members [E3]."""
        r = self.region
        if i == j:
            return True
        p = r.p[i][j]
        return r.a[i][j] < (p + (1 - p) * (1 - view.eff["reach"]) if both(view, i, j) else p)

    def surplus(self, view, i, k, source, j, tau):
        """s = y price - o eff(opex) + subsidy + avoided - h eff(transport_cost), per t of waste [T1]."""
        r = self.region
        revenue = r.technology[tau]["yield"] * view.price[r.makes[tau]]
        opex = r.technology[tau]["opex"] * (view.eff["opex"] if view.members[j] else 1)
        haul = r.haul[i][j] * (view.eff["transport_cost"] if both(view, i, j) else 1)
        return revenue - opex + self.policy["subsidy_per_t"] + self.avoided[k][source] - haul

    def deal_cost(self, view, i, j):
        return 0.0 if i == j else self.trade["deal_cost"] * (view.eff["deal_cost"] if both(view, i, j) else 1)

    def supplier_share(self, i, j):
        return 0.0 if i == j else self.trade["supplier_share"]

    def spare(self, tau):
        """Idle and coming capacity of a technology in the region."""
        idle = sum(c for (_, other), c in self.idle.items() if other == tau)
        return idle + sum(u["capacity"] for u in self.units if u["tau"] == tau and u["start"] > self.t)

    def reachable(self, l, k, source):
        """What a project can count on: fresh waste that goes unused, and rho * stock."""
        return self.unused[l, k, FRESH] if source == FRESH else self.region.waste[k]["reclaim_rate"] * self.stock[l, k]

    def supplies(self, view, i, tau, taken):
        """Sources worth having for a unit of tau at i, nearest first: (supplier, waste, source), own share of s, t."""
        k = self.region.takes[tau]
        for l in self.region.holders[i, k]:
            if self.known(view, l, i):
                for source in (FRESH, STOCK):
                    t = self.reachable(l, k, source) - taken.get((l, k, source), 0.0)
                    share = (1 - self.supplier_share(l, i)) * self.surplus(view, l, k, source, i, tau)
                    if t > 0 and share > 0:
                        yield (l, k, source), share, t

    def best_project(self, view, i, taken, announced):
        """The project with the largest NPV above 0, if any (ties: first technology); None without one [I1]."""
        r, best = self.region, None
        inside = view.members[i]
        rate = self.invest["hurdle_rate"] * (view.eff["hurdle_rate"] if inside else 1)
        factor = (view.eff["capex"] if inside else 1) * (1 - self.policy["capex_subsidy"])
        own = 1 - self.invest["loan_share"]
        cash = max(0.0, self.cash[i])
        for tau in r.adopts[i]:
            tech = r.technology[tau]
            supplies = list(self.supplies(view, i, tau, taken))
            supply = sum(t for _, _, t in supplies)
            if supply <= 0:
                continue
            margin = sum(share * t for _, share, t in supplies) / supply
            room = self.demand_left[r.makes[tau]] / tech["yield"] - self.spare(tau) - announced.get(tau, 0.0)
            size = min(supply, room, tech["max_size"])
            if size < tech["min_size"] or size < GRAM:
                continue
            at_reference = tech["capex"] * tech["reference_size"] * factor
            capex = at_reference * (size / tech["reference_size"]) ** tech["scale_exponent"]
            if own * capex > cash:  # not affordable: as large as is
                size = min(size, tech["reference_size"] * (cash / own / at_reference) ** (1 / tech["scale_exponent"]))
                if size < tech["min_size"] or size < GRAM:
                    continue
                capex = at_reference * (size / tech["reference_size"]) ** tech["scale_exponent"]
            worth = annuity(rate, tech["life"])
            npv = margin * size * self.invest["expected_use"] * worth - capex
            if npv > 0 and (best is None or npv > best["npv"]):
                best = dict(tau=tau, size=size, capex=capex, npv=npv, yearly=npv / worth, supply=supply,
                            margin=margin, rate=rate, supplies=supplies)
        return best

    # -- value(i | levers, members): the yearly gain to i of being inside [J1] --------------------------------
    def value(self, view, i):
        """Its four parts; each is worked out once for each setting of the levers that it depends on."""
        def part(of, *levers):
            key = (of.__name__, view.name, i, *(view.eff[lever] for lever in levers))
            if key not in self.memo:
                self.memo[key] = of(view, i)
            return self.memo[key]

        return (part(self.value_of_matches, "reach", "opex", "transport_cost", "deal_cost")
                + part(self.value_of_savings, "opex", "transport_cost", "deal_cost")
                + part(self.value_of_project, "reach", "opex", "transport_cost", "capex", "hurdle_rate")
                + self.value_of_safety(view, i))

    def value_of_matches(self, view, i):
        """Unused fresh waste of i to idle capacity of known members, theirs to its own, best surplus first."""
        r, matches = self.region, []
        for (l, k, source), waste in self.unused.items():
            for (j, tau), capacity in self.idle.items():
                if (source == FRESH and r.takes[tau] == k and i in (l, j) and waste > 0 and capacity > 0
                        and both(view, l, j) and self.known(view, l, j)):
                    s = self.surplus(view, l, k, FRESH, j, tau)
                    if s > 0:
                        matches.append((-s, l, k, j, tau))
        left, idle, demand, total = dict(self.unused), dict(self.idle), list(self.demand_left), 0.0
        for s, l, k, j, tau in sorted(matches):
            m, tonne = r.makes[tau], r.technology[tau]["yield"]
            q, cost = min(left[l, k, FRESH], idle[j, tau], demand[m] / tonne), self.deal_cost(view, l, j)
            if q >= self.trade["min_t"] and q >= GRAM and -s * q > cost:
                left[l, k, FRESH] -= q
                idle[j, tau] -= q
                demand[m] -= q * tonne
                share = self.supplier_share(l, j)
                total += (share if l == i else 1 - share) * (-s * q - cost)
        return total

    def value_of_savings(self, view, i):
        """What the levers would save on the last deals of i."""
        total, eff = 0.0, view.eff
        for deal in self.deals:
            if i not in (deal["i"], deal["j"]):
                continue
            partner = deal["j"] if deal["i"] == i else deal["i"]
            opex = self.region.technology[deal["tau"]]["opex"] * deal["q"] * (1 - eff["opex"])
            if partner == i or (deal["j"] == i and not view.members[partner]):
                total += opex
            elif view.members[partner]:
                haul = self.region.haul[deal["i"]][deal["j"]] * deal["q"] * (1 - eff["transport_cost"])
                total += (opex + haul + self.trade["deal_cost"] * (1 - eff["deal_cost"])) / 2
        return total

    def value_of_project(self, view, i):
        """Best project inside less best outside, nothing announced, at expected prices, as yearly sums; not below 0."""
        inside = self.best_project(view._replace(price=self.expected_price), i, {}, {})
        if ("outside", i) not in self.memo:
            nobody = [False] * self.region.n
            outside = Outlook("nobody", nobody, self.region.levers([]), self.expected_price)
            project = self.best_project(outside, i, {}, {})
            self.memo["outside", i] = project["yearly"] if project else 0.0
        return max(0.0, (inside["yearly"] if inside else 0.0) - self.memo["outside", i])

    def value_of_safety(self, view, i):
        """Sum over risks of rate * exposure * mean loss * (1 - eff(hazard) eff(severity))."""
        total = 0.0
        for r, risk in enumerate(self.region.risk):
            share = self.avoided_share(view.eff, r)
            if share != 0:
                if (r, i) not in self.memo:
                    self.memo[r, i] = sum(item["exposure"] for item in self.items(i, risk))
                total += risk["rate"] * self.memo[r, i] * mean_loss(risk) * share
        return total

    def avoided_share(self, eff, r):
        id = self.region.risk_ids[r]
        return 1 - eff["hazard." + id] * eff["severity." + id]

    def items(self, i, risk):
        """What of i is exposed to a risk; `place` is its index among the draws."""
        kind = risk["exposure"]
        if kind == "stock":
            return [dict(exposure=t / 1e6, kind=k, place=i, waste=k) for (l, k), t in self.stock.items() if l == i]
        if kind == "capacity":
            return [dict(exposure=sum(c for (j, _), c in self.working.items() if j == i) / 1e5, kind=0, place=i)]
        if kind == "plant":
            return [dict(exposure=1.0, kind=0, place=i)]
        if kind == "product":  # belongs to no plant
            return []
        items, seen = [], {}
        for deal in self.deals:
            if deal["i"] != deal["j"] and i in (deal["i"], deal["j"]):
                partner = deal["j"] if deal["i"] == i else deal["i"]
                place = i << 40 | partner << 16 | deal["tau"] << 4 | deal["source"] << 3 | (deal["j"] == i) << 2
                seen[place] = seen.get(place, -1) + 1
                items.append(dict(exposure=1.0, kind=0, place=place + seen[place], partner=partner))
        return sorted(items, key=lambda item: item["place"])

    # -- market, produce ---------------------------------------------------------------------------------------
    def run_market(self):
        """x <- phi x + sigma eps; price (1+g)^t exp(x); Phi = factor (1+growth)^t [M1]."""
        r, t = self.region, self.t
        for change in self.scenario["policy"].get("change", []):
            if change["year"] == r.start + t:
                self.policy |= {key: value for key, value in change.items() if key != "year"}
        self.phi = self.policy["disposal_fee_factor"] * (1 + self.policy["disposal_fee_growth"]) ** t
        for m, product in enumerate(r.product):
            shock = product["volatility"] * r.luck.normal(MARKET, t, m)
            self.x[m] = product["persistence"] * self.x[m] + shock
        self.expected_price = [p["price"] * (1 + p["growth"]) ** t for p in r.product]
        self.price = [price * math.exp(x) for price, x in zip(self.expected_price, self.x)]
        self.demand = [p["demand"] * (1 + p["demand_growth"]) ** t for p in r.product]
        self.avoided = [(self.phi * w["disposal_fee"] + w["placement_cost"],
                         w["upkeep_cost"] * self.trade["upkeep_horizon"] - w["reclaim_cost"]) for w in r.waste]

    def produce(self):
        """q = (1+g)^t exp(s z - s^2/2); w = t_per_year q; fresh = w (1 - own_reuse) [P1]."""
        r, t = self.region, self.t
        self.gross, self.reused, self.fresh = {}, {}, {}
        for (i, k), stream in r.streams.items():
            plant = r.plants[i]
            s = plant["volatility"]
            q = (1 + plant["growth"]) ** t * math.exp(s * r.luck.normal(OUTPUT, t, i) - s * s / 2)
            self.gross[i, k] = stream["t_per_year"] * q
            self.reused[i, k] = stream["own_reuse"] * self.gross[i, k]
            self.fresh[i, k] = self.gross[i, k] - self.reused[i, k]
        self.working = {}
        for unit in self.units:
            if unit["start"] <= t < unit["end"]:
                slot = unit["plant"], unit["tau"]
                self.working[slot] = self.working.get(slot, 0.0) + unit["capacity"]
        if t == 0:
            self.offer_everything()

    def offer_everything(self):
        """Fresh waste, rho * stock, capacity less outage, demand; what trade leaves of them is next year's 'unused'."""
        self.unused = {}
        for i, k in self.region.streams:
            self.unused[i, k, FRESH] = self.fresh[i, k]
            self.unused[i, k, STOCK] = self.region.waste[k]["reclaim_rate"] * self.stock[i, k]
        self.idle = {(j, tau): c * (1 - self.outage[j]) for (j, tau), c in self.working.items()}
        self.demand_left = list(self.demand)

    # -- join [J1]-[J3] ----------------------------------------------------------------------------------------
    def study_contact_and_join(self):
        r, join, company = self.region, self.join, self.management
        self.memo = {}
        if self.t % company["study_every"] == 0:
            planned = r.levers([company["planned_level"]] * len(r.infrastructure))
            all_in = Outlook("all", [True] * r.n, planned, self.price)
            for i in r.luck.sample(STUDY, self.t, range(r.n), company["study_limit"]):
                self.study[i] = self.value(all_in, i)
        waiting = [i for i in range(r.n) if not self.contacted[i] and self.study[i] is not None]
        for i in sorted(waiting, key=lambda i: (-self.study[i], i))[:company["contacts_per_year"]]:
            self.contacted[i] = True
        evidence = min(1.0, sum(self.member) / join["evidence_members"])
        decided = [(i, *self.decide(i, evidence)) for i in range(r.n) if self.contacted[i]]
        for i, into, gain in decided:
            if into and not self.member[i]:
                self.row["joins"] += 1
                self.cash[i] -= join["entry_cost"]
                self.expected[i] = max(0.0, gain)
            self.row["leaves"] += self.member[i] and not into
            self.member[i] = into
        self.end_contracts_of_outsiders()

    def decide(self, i, evidence):
        """g = (1-w) credibility F + w value(i) [J2]; U from gain, norm, attitude, trust; P = 1/(1+exp(-U/T)) [J3]."""
        join, member = self.join, self.member[i]
        terms = {}
        if member:
            gain = self.expected[i]
        else:
            members = [j == i or is_in for j, is_in in enumerate(self.member)]
            value = self.value(self.now()._replace(name=f"now and {i}", members=members), i)
            gain = (1 - evidence) * join["credibility"] * self.study[i] + evidence * value
            terms = dict(study_gain=self.study[i], value=value, evidence=evidence)
        entry = 0.0 if member else join["entry_cost"] / join["horizon"]
        x = (gain - self.fee(gain) - entry) / join["gain_scale"]
        peers = self.region.peers[i]
        norm = sum(self.member[j] for j in peers) / len(peers) if peers else 0.0
        utility = (join["w_gain"] * math.tanh(x) + join["w_norm"] * norm
                   + join["w_attitude"] * (2 * self.region.plants[i]["attitude"] - 1)
                   + join["w_trust"] * (2 * self.trust[i] - 1)
                   + join["bias"] + (join["inertia"] if member else -join["inertia"]))
        heat = join["temperature"]
        probability = logistic(utility / heat) if heat > 0 else float(utility > 0)
        draw = self.region.luck.uniform(JOIN, self.t, i)
        into = draw < probability
        choice = ("stay" if into else "leave") if member else ("join" if into else "decline")
        self.write("decisions", choice=choice, plant=self.region.plants[i]["id"], member=member, **terms,
                   expected_gain=gain, utility=utility, probability=probability, draw=draw)
        return into, gain

    def fee(self, gain):
        return self.management["fee_flat"] + self.management["fee_share"] * max(0.0, gain)

    def end_contracts_of_outsiders(self):
        self.contracts = [c for c in self.contracts if self.member[c["i"]] and self.member[c["j"]]]

    # -- trade [T1], [T2] ---------------------------------------------------------------------------------------
    def run_trade(self):
        r, trade, view = self.region, self.trade, self.now()
        self.offer_everything()
        self.deals = []
        kept = []
        for c in self.contracts:  # oldest first
            s = self.surplus(view, c["i"], c["k"], c["source"], c["j"], c["tau"])
            q = min(c["q"], self.deliverable(c["i"], c["k"], c["source"], c["j"], c["tau"]))
            in_term = self.t < c["since"] + trade["contract_years"]
            if in_term and s >= -trade["tolerance"] and q >= trade["min_t"] and q >= GRAM:
                self.make_deal(view, c["i"], c["k"], c["source"], c["j"], c["tau"], q, s, "running")
                kept.append(c)
        self.contracts = kept
        offers = []
        for (i, k, source), t in self.unused.items():
            for (j, tau), capacity in self.idle.items():
                if r.takes[tau] == k and t > 0 and capacity > 0 and self.known(view, i, j):
                    s = self.surplus(view, i, k, source, j, tau)
                    if s > 0:
                        offers.append((-s, i, k, source, j, tau))
        for s, i, k, source, j, tau in sorted(offers):
            q = self.deliverable(i, k, source, j, tau)
            if q >= trade["min_t"] and q >= GRAM and -s * q > self.deal_cost(view, i, j):
                contract = both(view, i, j) and trade["contract_years"] > 1
                self.make_deal(view, i, k, source, j, tau, q, -s, "new" if contract else "spot")
                if contract:
                    self.contracts.append(dict(i=i, k=k, source=source, j=j, tau=tau, q=q, since=self.t))

    def deliverable(self, i, k, source, j, tau):
        demand = self.demand_left[self.region.makes[tau]] / self.region.technology[tau]["yield"]
        return min(self.unused[i, k, source], self.idle.get((j, tau), 0.0), demand)

    def make_deal(self, view, i, k, source, j, tau, q, s, term):
        r = self.region
        self.unused[i, k, source] -= q
        self.idle[j, tau] -= q
        m = r.makes[tau]
        self.demand_left[m] = max(0.0, self.demand_left[m] - q * r.technology[tau]["yield"])
        if source == STOCK:
            self.stock[i, k] -= q
        cost = self.deal_cost(view, i, j)
        gain = s * q - cost
        share = self.supplier_share(i, j)
        self.cash[i] += share * gain
        self.cash[j] += (1 - share) * gain
        inside, synergy = both(view, i, j), dict.fromkeys(CHANNELS, 0.0)
        if inside and not r.a[i][j] < r.p[i][j]:
            synergy["matching"] = gain
        elif view.members[j]:
            synergy["processing"] = r.technology[tau]["opex"] * (1 - view.eff["opex"]) * q
            if inside:
                synergy["logistics"] = r.haul[i][j] * (1 - view.eff["transport_cost"]) * q
                synergy["transaction"] = self.trade["deal_cost"] * (1 - view.eff["deal_cost"])
        for side in (i, j) if inside else (j,):
            for channel, amount in synergy.items():
                self.synergy[side][channel] += amount / 2 if inside else amount
        self.deals.append(dict(i=i, k=k, source=source, j=j, tau=tau, q=q, gain=gain, inside=inside))
        self.write("deals", supplier=r.plants[i]["id"], converter=r.plants[j]["id"], waste=r.waste_ids[k],
                   technology=r.technology_ids[tau], source=("fresh", "stock")[source], term=term, inside=inside,
                   converted_t=q, haul_km=r.km[i][j], **money(self.region, surplus=s, per_t=True),
                   **money(self.region, deal_cost=cost, gain=gain, supplier_gain=share * gain,
                                accounted_synergy=sum(synergy.values())))

    # -- invest [I1], [I2] --------------------------------------------------------------------------------------
    def order_projects(self):
        """Attentive plants look in a drawn order; each sees what was announced before it."""
        r, t, invest, luck = self.region, self.t, self.invest, self.region.luck
        attentive = [i for i in range(r.n) if luck.uniform(ATTENTION, t, i) < invest["attention"]]
        view = self.now()._replace(price=self.expected_price)
        taken, announced, units = {}, {}, []
        for i in sorted(attentive, key=lambda i: (luck.uniform(ORDER, t, i), i)):
            project = self.best_project(view, i, taken, announced)
            if project is None:
                continue
            tau, wanted, capex = project["tau"], project["size"], project["capex"]
            for source, _, available in project["supplies"]:
                q = min(available, wanted)
                taken[source] = taken.get(source, 0.0) + q
                wanted -= q
            announced[tau] = announced.get(tau, 0.0) + project["size"]
            loan = capex * invest["loan_share"]
            self.cash[i] -= capex - loan
            self.loans.append(dict(plant=i, left=invest["loan_years"],
                                   payment=loan / annuity(invest["loan_rate"], invest["loan_years"])))
            start = t + 1 + invest["build_years"]
            units.append(dict(plant=i, tau=tau, capacity=project["size"], start=start,
                              end=start + r.technology[tau]["life"]))
            if self.member[i]:
                self.synergy[i]["finance"] += self.spared(tau, project["size"], capex)
            self.row["projects"] += 1
            self.row["capex"] += capex
            self.write("decisions", choice="invest", plant=r.plants[i]["id"], member=self.member[i],
                       technology=r.technology_ids[tau], size_t_per_year=project["size"],
                       reachable_supply_t=project["supply"], discount_rate=project["rate"],
                       **money(self.region, margin=project["margin"], per_t=True),
                       **money(self.region, capex=capex, npv=project["npv"], loan=loan))
        self.units += units

    def spared(self, tau, size, capex):
        """capex (1/eff(capex) - 1) [T2]; all that it would have cost where the lever leaves nothing."""
        if self.eff["capex"] > 0:
            return capex * (1 / self.eff["capex"] - 1)
        tech = self.region.technology[tau]
        full = tech["capex"] * tech["reference_size"] * (size / tech["reference_size"]) ** tech["scale_exponent"]
        return full * (1 - self.policy["capex_subsidy"])

    def build_infrastructure(self):
        """Rule greedy: the step with the largest ratio of (value - upkeep) to cost, while above 1. Rule shares."""
        r, company = self.region, self.management
        free = self.budget - company["reserve"]
        if company["rule"] == "shares":
            for h, (id, kind) in enumerate(zip(r.infrastructure_ids, r.infrastructure)):
                spend = max(0.0, free) * company["shares"].get(id, 0.0)
                step = spend / kind["capex"] if kind["capex"] > 0 else 0.0
                step = min(step, kind["max_level"] - self.levels[h])
                if step > 0:
                    self.build(h, step, 0.0)
        if company["rule"] != "greedy":
            return
        self.memo = {}
        contacted = [i for i in range(r.n) if self.contacted[i]]
        book = r.luck.sample(BOOK, self.t, contacted, company["study_limit"])
        scale = len(contacted) / len(book) if book else 0.0

        def value(levels):  # of the book over the horizon, as if every contacted plant were in
            view = Outlook("book", self.contacted, r.levers(levels), self.price)
            return scale * sum(self.value(view, i) for i in book) * company["horizon"]

        while True:
            best, without = None, value(self.levels)
            for h, kind in enumerate(r.infrastructure):
                step, cost = kind["step"], kind["capex"] * kind["step"]
                too_high = self.levels[h] + step > kind["max_level"] * (1 + 1e-12)
                if too_high or cost <= 0 or cost > self.budget - company["reserve"]:
                    continue
                gain = value([level + step * (g == h) for g, level in enumerate(self.levels)]) - without
                ratio = (gain - kind["upkeep"] * step * company["horizon"]) / cost
                if ratio > (best[0] if best else 1):
                    best = ratio, h, step, gain
            if best is None:
                return
            self.build(*best[1:])

    def build(self, h, step, value):
        kind = self.region.infrastructure[h]
        cost = kind["capex"] * step
        self.budget -= cost
        self.levels[h] += step
        self.eff = self.region.levers(self.levels)
        self.row["infrastructure_capex"] += cost
        self.write("decisions", choice="build", infrastructure=self.region.infrastructure_ids[h], levels=step,
                   **money(self.region, step_cost=cost, step_value=value))

    # -- dispose, risk -------------------------------------------------------------------------------------------
    def dispose(self):
        """What is left of the fresh waste is placed; the bill is recorded, not paid from this account."""
        self.bill, self.placed, self.released = 0.0, {}, dict.fromkeys(self.stock, 0.0)
        for i, k in self.region.streams:
            placed = self.placed[i, k] = self.unused[i, k, FRESH]
            self.stock[i, k] += placed
            self.bill += placed * self.avoided[k][FRESH] + self.stock[i, k] * self.region.waste[k]["upkeep_cost"]

    def strike(self):
        """P = 1 - exp(-rate exposure^elasticity eff(hazard)); loss = median exp(spread z) eff(severity) [R1].

        All is drawn on the world as it stands; then the events strike one after another.
        """
        r, t = self.region, self.t
        self.at_risk = list(self.member)
        self.outage = [0.0] * r.n
        hits = []
        for n, (id, risk) in enumerate(zip(r.risk_ids, r.risk)):
            things = [(i, item) for i in range(r.n) for item in self.items(i, risk)]
            if risk["exposure"] == "product":
                things = [(None, dict(exposure=1.0, kind=m, place=0, product=m)) for m in range(len(r.product))]
            for i, item in things:
                member = i is not None and self.member[i]
                hazard, severity = (self.eff[f"{word}.{id}"] if member else 1 for word in ("hazard", "severity"))
                per_year = risk["rate"] * item["exposure"] ** risk["elasticity"] if item["exposure"] > 0 else 0.0
                if member:
                    self.synergy[i]["risk"] += per_year * mean_loss(risk) * self.avoided_share(self.eff, n)
                sub = n << 16 | item["kind"]
                if per_year > 0 and r.luck.uniform(HIT, t, item["place"], sub) < -math.expm1(-per_year * hazard):
                    z = r.luck.normal(SIZE, t, item["place"], sub)
                    hits.append((n, i, item, risk["loss"] * math.exp(risk["spread"] * z) * severity))
        for hit in hits:
            self.suffer(*hit)

    def suffer(self, n, i, item, loss):
        """Money first, then the effect. A product's loss is shared among its makers by working capacity."""
        r, risk = self.region, self.region.risk[n]
        released, ended = 0.0, 0
        if i is not None:
            covered = self.bear(i, loss)
        else:
            makers = [(j, c) for (j, tau), c in sorted(self.working.items()) if r.makes[tau] == item["product"] and c > 0]
            total, loss_of_all, covered = sum(c for _, c in makers), 0.0, 0.0
            for j, c in makers:
                part = loss * c / total * (self.eff["severity." + r.risk_ids[n]] if self.member[j] else 1)
                loss_of_all += part
                covered += self.bear(j, part)
            loss = loss_of_all
        if risk["effect"] == "release":
            for l, k in r.streams:
                if l == i and item.get("waste", k) == k:  # the stock that was struck, or all of the plant's
                    q = risk["share"] * self.stock[l, k]
                    self.stock[l, k] -= q
                    self.released[l, k] += q
                    released += q
        elif risk["effect"] == "outage":
            self.outage[i] = 1 - (1 - self.outage[i]) * (1 - risk["share"])
        elif risk["effect"] == "breach":
            over = [c for c in self.contracts if i in (c["i"], c["j"])]
            ended = len(over)
            self.contracts = [c for c in self.contracts if i not in (c["i"], c["j"])]
            sides = {i, item.get("partner", i)} | {c["i"] for c in over} | {c["j"] for c in over}
            for side in sides:
                self.trust[side] *= 1 - self.join["trust_loss"]
        elif risk["effect"] == "price_drop":
            self.x[item["product"]] -= risk["share"]
        self.event(r.risk_ids[n], i, i is not None and self.member[i], item, loss, covered, released, ended)

    def bear(self, i, loss):
        """The company covers a share of a member's loss while it has money."""
        covered = min(self.management["cover"] * loss, max(0.0, self.budget)) if self.member[i] else 0.0
        self.budget -= covered
        self.cash[i] += covered - loss
        self.row["covered"] += covered
        return covered

    def event(self, kind, i, member, item={}, loss=0.0, covered=0.0, released=0.0, ended=0):
        r = self.region
        self.events.append((kind, member, loss))
        name = lambda ids, key: ids[item[key]] if key in item else ""
        self.write("events", kind=kind, plant="" if i is None else r.plants[i]["id"],
                   member="" if i is None else member, waste=name(r.waste_ids, "waste"),
                   product=name(r.product_ids, "product"), partner=name([p["id"] for p in r.plants], "partner"),
                   **money(self.region, loss=loss, covered=covered), released_t=released, contracts_ended=ended)

    # -- settle ----------------------------------------------------------------------------------------------------
    def settle(self):
        r, join, company = self.region, self.join, self.management
        gain = [sum(synergy.values()) for synergy in self.synergy]
        for i, plant in enumerate(r.plants):
            self.cash[i] += plant["budget"]
        for loan in self.loans:
            self.cash[loan["plant"]] -= loan["payment"]
            loan["left"] -= 1
        self.loans = [loan for loan in self.loans if loan["left"] > 0]
        members = [i for i in range(r.n) if self.member[i]]
        for i in members:
            fee = self.fee(gain[i])
            self.cash[i] -= fee
            self.row["fees"] += fee
            self.expected[i] += join["learning"] * (gain[i] - self.expected[i])
            if gain[i] > fee:
                self.trust[i] += join["trust_gain"] * (1 - self.trust[i])
            else:
                self.trust[i] -= join["trust_loss"] * self.trust[i]
        if self.lives:
            self.row["grant"] = company["grant"] if self.t < company["grant_years"] else 0.0
            upkeep = sum(kind["upkeep"] * level for kind, level in zip(r.infrastructure, self.levels))
            self.row["running_cost"] = company["overhead"] + upkeep
            self.budget += self.row["fees"] + self.row["grant"] - self.row["running_cost"]
            beyond, gains = self.budget - company["retained"], sum(max(0.0, gain[i]) for i in members)
            if beyond > 0 and gains > 0:
                self.budget -= beyond
                self.row["returned"] = beyond
                for i in members:
                    self.cash[i] += beyond * max(0.0, gain[i]) / gains
            self.levels = [level * (1 - kind["depreciation"]) for kind, level in zip(r.infrastructure, self.levels)]
            self.eff = r.levers(self.levels)
        for i in range(r.n):
            if self.cash[i] < -self.invest["insolvency_limit"]:
                self.event("insolvency", i, self.member[i])
                self.cash[i], self.member[i] = 0.0, False
                self.loans = [loan for loan in self.loans if loan["plant"] != i]
                self.units = [unit for unit in self.units if unit["plant"] != i]
        if self.lives and self.budget < -company["credit"]:
            self.lives = False
            self.member = [False] * r.n
            self.event("dissolution", None, False)
        self.end_contracts_of_outsiders()
        self.write("indicators", **year_row(self))


def both(view, i, j):
    """Two different plants, both members."""
    return i != j and view.members[i] and view.members[j]


def mean_loss(risk):
    return risk["loss"] * math.exp(risk["spread"] ** 2 / 2)


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


# --------------------------------------------------------------------------------------------------------- a run
def run(scenario, replicate=0):
    """Both worlds of a scenario: its tables, each a list of rows, the cluster's first."""
    region = Region(scenario, replicate)
    tables = {}
    for with_company in (True, False):
        world = World(region, with_company)
        for t in range(region.years):
            world.year(t)
        for name, rows in world.tables.items():
            tables.setdefault(name, []).extend(rows)
    return tables


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: model.py COMPLETE_SCENARIO.toml FOLDER [REPLICATE]")
    with open(sys.argv[1], "rb") as file:
        complete = tomllib.load(file)
    write_tables(run(complete, int(sys.argv[3]) if len(sys.argv) == 4 else 0), Path(sys.argv[2]))
