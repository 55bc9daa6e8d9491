"""One world, with its company or without: what it is made of, and what a plant, a deal or a project sees of it."""
import copy
import math
from typing import NamedTuple

import laws
from laws import GRAM, annuity
from record import CHANNELS, write_row
from region import FRESH, STOCK

MONEY = ("gain", "returned", "covered", "written_off", "capex", "capital", "interest", "fee", "loss", "entry_cost",
         "budget", "capex_own", "debt_paid")  # of a plant and a year
FLOWS = ("infrastructure_capex", "grant", "overhead", "upkeep", "fees_to_company")  # of the company and a year
TRANSFERS = ("subsidy", "carbon", "levy", "fees_saved")  # in the gain of deals [N11]


class Outlook(NamedTuple):
    """The world as assumed for a question: members (named by `name` in the memo), levers, prices."""

    name: str
    members: list
    eff: dict
    price: list


class World:
    def __init__(self, region, with_company):
        self.region = region
        own = copy.deepcopy({key: region.scenario[key] for key in ("policy", "transport", "product", "waste", "management", "plant")})
        self.changing = own  # what [[change]] may change [N6]
        self.policy, self.management = own["policy"], own["management"]
        self.product, self.waste = list(own["product"].values()), list(own["waste"].values())
        self.modes = own["transport"]["mode"]
        streams = {(i, region.waste_ids.index(s["waste"])): s for i, p in enumerate(own["plant"]) for s in p["stream"]}
        self.streams = {key: streams[key] for key in region.streams}
        self.trade, self.join, self.invest = (region.scenario[table] for table in ("trade", "join", "invest"))
        n = region.n
        self.name = "cluster" if with_company else "twin"
        self.lives = with_company and self.management["enabled"]
        self.budget = self.management["budget"] if self.lives else 0.0
        self.levels = [0.0] * len(region.infrastructure)
        self.eff = self.levers(self.levels)
        self.x = [0.0] * len(region.product)
        self.changed = {}  # path of a price, a demand or a stream: year of its last change
        self.member, self.contacted, self.closed = [False] * n, [False] * n, [False] * n
        self.ever_member, self.ever_inside, self.amounts = [False] * n, [False] * n, [0.0] * n
        self.study = [None] * n  # F
        self.expected = [0.0] * n
        self.trust = [self.join["initial_trust"]] * n
        self.cash = [plant["cash"] for plant in region.plants]
        self.outage = [0.0] * n
        self.stock = {key: stream["stock"] for key, stream in self.streams.items()}
        self.held = dict.fromkeys(self.streams, 0.0)  # residue of this year, until produce of the next [N1]
        self.units = [dict(plant=i, tau=tau, capacity=capacity, start=region.opens[i], ordered=None, claims={},
                           end=region.opens[i] + region.technology[tau]["life"] - age) for i, tau, capacity, age in region.units]
        self.claims = {}  # (plant, waste, source): t of orders whose unit has not yet seen a trade [N2]
        self.loans, self.deals, self.sides = [], [], {}
        self.contracts = [dict(c) for c in region.contracts]
        self.last_deal = {}  # pair of plants: year of its last deal before this year [N4]
        self.measured = None
        self.tables = {name: [] for name in ("indicators", "plants", "deals", "events", "decisions", "projects")}
        self.years = []  # what the summary needs
        self.memo = {}

    # -- a year -----------------------------------------------------------------------------------------------
    def begin(self, t):
        """A new year: nothing booked, last year's deals remembered."""
        n = self.region.n
        self.t, self.calendar = t, self.region.start + t
        self.open = [t >= self.region.opens[i] for i in range(n)]
        for deal in self.deals:
            if deal["i"] != deal["j"]:
                self.last_deal[pair(deal["i"], deal["j"])] = t - 1
        self.row = dict.fromkeys(("joins", "leaves", "projects"), 0)
        self.flows = dict.fromkeys(FLOWS, 0.0)
        self.transfers = dict.fromkeys(TRANSFERS, 0.0)
        self.money = [dict.fromkeys(MONEY, 0.0) for _ in range(n)]
        self.synergy = [dict.fromkeys(CHANNELS, 0.0) for _ in range(n)]
        self.struck = []  # (kind, plant or None, member, losses of members, losses of others)
        self.phase = "market"

    def write(self, table, **row):
        write_row(self, table, row)

    def active(self, i):
        """Whether the plant can decide on units: open and not closed [N6]."""
        return self.open[i] and not self.closed[i]

    # -- what never changes within a year -----------------------------------------------------------------------
    def levers(self, levels):
        return laws.levers(self.region.lever_names, self.region.infrastructure, levels)

    def measure_haulage(self):
        """h(d) = min over modes (fixed + per_km d), and the CO2 of the mode that serves, per t [E2], [N7]."""
        setting = [tuple(mode.items()) for mode in self.modes]
        if self.measured == setting:
            return
        self.measured, n = setting, self.region.n
        self.haul = [[0.0] * n for _ in range(n)]
        self.haul_co2 = [[0.0] * n for _ in range(n)]
        for j in range(n):
            for i in range(j):
                km = self.region.km[i][j]
                mode = laws.cheapest_mode(self.modes, km)
                for x, y in ((i, j), (j, i)):
                    self.haul[x][y], self.haul_co2[x][y] = mode["fixed"] + mode["per_km"] * km, km * mode["co2_per_tkm"]

    # -- what a plant, a deal or a project looks at, under an outlook ---------------------------------------------
    def now(self):
        return Outlook("now", self.member, self.eff, self.price)

    def known(self, view, i, j):
        """By the draw, a group, [[knows]], a contract, memory; a < p + (1 - p)(1 - eff(reach)) of two members [E3], [N4]."""
        r = self.region
        if r.acquainted[i][j]:
            return True
        if both(view, i, j):
            p = r.p[i][j]
            if r.a[i][j] < p + (1 - p) * (1 - view.eff["reach"]):
                return True
        last = self.last_deal.get(pair(i, j))
        return last is not None and last >= self.t - self.trade["memory_years"]

    def surplus(self, view, i, k, source, j, tau):
        """Unit surplus s, per t of waste [T1], [N1], [N7]."""
        tech, rho = self.region.technology[tau], self.region.rho[tau]
        s = 0.0
        for m, tonne in self.region.makes[tau]:
            s += tonne * view.price[m]
        s -= tech["opex"] * (view.eff["opex"] if view.members[j] else 1)
        s -= rho * self.residue_cost[tau]
        s += self.policy["subsidy_per_t"] * (1 - rho)
        s += self.avoided[k][source]
        s -= self.haul[i][j] * (view.eff["transport_cost"] if both(view, i, j) else 1)
        s += self.carbon_term(i, j, tau)
        return s + self.levy_term(tau)

    def carbon_term(self, i, j, tau):
        """carbon_price (y_1 co2_avoided - co2_emitted - d co2_per_tkm) [N7]."""
        tech = self.region.technology[tau]
        main = self.region.makes[tau][0][1]
        return self.policy["carbon_price"] * (main * tech["co2_avoided"] - tech["co2_emitted"] - self.haul_co2[i][j])

    def levy_term(self, tau):
        """primary_levy y_1 primary_replaced [N7]."""
        return self.policy["primary_levy"] * self.region.makes[tau][0][1] * self.region.technology[tau]["primary_replaced"]

    def deal_cost(self, view, i, j):
        return 0.0 if i == j else self.trade["deal_cost"] * (view.eff["deal_cost"] if both(view, i, j) else 1)

    def supplier_share(self, i, j):
        return 0.0 if i == j else self.trade["supplier_share"]

    def room(self, demand, tau):
        """Waste that demand leaves room for: the least over all products [N1]."""
        return min(demand[m] / tonne for m, tonne in self.region.makes[tau])

    def offer_everything(self):
        """Fresh waste, rho * stock, capacity less outage, demand; what trade leaves of them is next year's 'unused'."""
        self.unused = {}
        for i, k in self.streams:
            self.unused[i, k, FRESH] = self.fresh[i, k]
            self.unused[i, k, STOCK] = self.waste[k]["reclaim_rate"] * self.stock[i, k] if self.open[i] else 0.0
        self.idle = {(j, tau): c * (1 - self.outage[j]) for (j, tau), c in self.working.items()}
        self.demand_left = list(self.demand)
        self.slots_for = {}  # by the waste that they take
        for j, tau in self.idle:
            self.slots_for.setdefault(self.region.takes[tau], []).append((j, tau))

    # -- projects [I1], [N2] ----------------------------------------------------------------------------------------
    def coming(self, unit):
        """Whether a unit counts as coming capacity: until the first trade in which it works [N2]."""
        if not self.open[unit["plant"]]:
            return False
        before_trade = self.t > 0 and self.phase in ("market", "produce", "join")
        return unit["start"] > self.t or before_trade and unit["start"] == self.t

    def spare(self, tau):
        """Idle and coming capacity of a technology in the region."""
        idle = sum(c for (_, other), c in self.idle.items() if other == tau)
        return idle + sum(u["capacity"] for u in self.units if u["tau"] == tau and self.coming(u))

    def count_claims(self):
        """Claims that stand, by source of waste."""
        self.claims = {}
        for unit in self.units:
            for source, t in unit["claims"].items():
                self.claims[source] = self.claims.get(source, 0.0) + t

    def supplies(self, view, i, tau):
        """Sources worth having for a unit of tau at i, nearest first: (supplier, waste, source), own share of s, t [N2]."""
        k = self.region.takes[tau]
        for l in self.region.holders[i, k]:
            if self.known(view, l, i):
                for source in (FRESH, STOCK):
                    t = self.unused[l, k, source] - self.claims.get((l, k, source), 0.0)
                    if t > 0:
                        share = (1 - self.supplier_share(l, i)) * self.surplus(view, l, k, source, i, tau)
                        if share > 0:
                            yield (l, k, source), share, t

    def purse(self, i):
        """What the plant can pay this year: cash and budget, less payments of older loans; not below 0 [N2]."""
        due = sum(loan["payment"] for loan in self.loans if loan["plant"] == i)
        return max(0.0, self.cash[i] + self.region.plants[i]["budget"] - due)

    def best_project(self, view, i):
        """The project with the largest NPV above 0, if any (ties: first technology); None without one [I1], [N2]."""
        r, best = self.region, None
        if not self.active(i):
            return None
        inside = view.members[i]
        rate = self.invest["hurdle_rate"] * (view.eff["hurdle_rate"] if inside else 1)
        lever = view.eff["capex"] if inside else 1
        factor = lever * (1 - self.policy["capex_subsidy"])
        burden, purse = laws.burden(self.invest), self.purse(i)
        for tau in r.adopts[i]:
            tech = r.technology[tau]
            supplies = list(self.supplies(view, i, tau))
            supply = sum(t for _, _, t in supplies)
            if supply <= 0:
                continue
            margin = sum(share * t for _, share, t in supplies) / supply
            size = min(supply, self.room(self.demand_left, tau) - self.spare(tau), tech["max_size"])
            if size < tech["min_size"] or size < GRAM:
                continue
            cost = laws.capex(tech, size, factor)
            if burden * cost > purse:  # more than it can pay: reduced to what it can pay
                size = min(size, laws.size_for(tech, purse / burden, factor))
                if size < tech["min_size"] or size < GRAM:
                    continue
                cost = laws.capex(tech, size, factor)
            worth = annuity(rate, tech["life"])
            npv = margin * size * self.invest["expected_use"] * worth - cost
            if npv > 0 and (best is None or npv > best["npv"]):
                best = dict(tau=tau, size=size, capex=cost, capital=laws.capex(tech, size, lever), npv=npv, yearly=npv / worth,
                            supply=supply, margin=margin, rate=rate, supplies=supplies)
        return best

    # -- loans, contracts ---------------------------------------------------------------------------------------------
    def turnover(self, i):
        """Scale of the rounding errors in the cash of a plant."""
        return abs(self.cash[i]) + sum(abs(amount) for amount in self.money[i].values())

    def principal(self, loan):
        return loan["payment"] * annuity(self.invest["loan_rate"], loan["left"])

    def forgive_loans(self, i):
        """Loans of a plant end; what is still owed is written off [N9]."""
        owed = sum(self.principal(loan) for loan in self.loans if loan["plant"] == i)
        self.loans = [loan for loan in self.loans if loan["plant"] != i]
        self.money[i]["written_off"] += owed

    def lose_units(self, i, how):
        """Units of a plant are gone, those not yet built as well, and with them their claims [N2]."""
        for unit in self.units:
            if unit["plant"] == i:
                self.end_project(unit, how)
        self.units = [unit for unit in self.units if unit["plant"] != i]
        self.count_claims()

    def end_contracts_of(self, i):
        """All contracts of a plant, given ones too [N5]; returns them."""
        over = [c for c in self.contracts if i in (c["i"], c["j"])]
        self.contracts = [c for c in self.contracts if i not in (c["i"], c["j"])]
        return over

    def end_contracts_of_outsiders(self):
        self.contracts = [c for c in self.contracts if c.get("given") or self.member[c["i"]] and self.member[c["j"]]]

    # -- outcomes of projects [N2] --------------------------------------------------------------------------------------
    def follow_projects(self):
        """Each unit's part of what its slot gained and converted this year."""
        for unit in self.units:
            if unit["ordered"] is None or not unit["start"] <= self.t < unit["end"]:
                continue
            slot = unit["plant"], unit["tau"]
            n, total = self.t - unit["start"] + 1, self.working[slot]
            unit["realised"] += self.slot_gain.get(slot, 0.0) * unit["capacity"] / total * (1 + unit["rate"]) ** -n
            unit["used"] += self.slot_t.get(slot, 0.0) / total
            unit["worked"] += 1

    def end_project(self, unit, how):
        if unit["ordered"] is None:
            return
        if unit["end"] <= self.t + (self.phase == "settle"):
            how = "life"
        r, worked = self.region, unit["worked"]
        self.write("projects", plant=r.ids[unit["plant"]], technology=r.technology_ids[unit["tau"]], member=unit["member"],
                   ordered=r.start + unit["ordered"], first_year=r.start + unit["start"], years_worked=worked,
                   size_t_per_year=unit["capacity"], capex_=unit["capex"], discount_rate=unit["rate"], promised_npv_=unit["npv"],
                   realised_npv_=unit["realised"] - unit["capex"], promised_use=self.invest["expected_use"],
                   realised_use=unit["used"] / worked if worked else "", end=how)


def pair(i, j):
    return (i, j) if i < j else (j, i)


def both(view, i, j):
    """Two different plants, both members."""
    return i != j and view.members[i] and view.members[j]
