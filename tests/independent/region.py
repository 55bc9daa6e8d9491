"""What never changes: kinds, plants, distances, acquaintance. Everything has an index: its place in the file."""
import math

from draws import ACQUAINTANCE, Luck
from laws import great_circle_km

FRESH, STOCK = 0, 1
SOURCES = ("fresh", "stock")


class Region:
    def __init__(self, scenario, replicate=0):
        self.scenario = scenario
        head = scenario["scenario"]
        self.start, self.years, self.currency = head["start_year"], head["years"], head["currency"]
        self.luck = Luck(head["seed"], replicate)
        for kind in ("waste", "product", "technology", "infrastructure", "risk"):
            setattr(self, kind + "_ids", list(scenario[kind]))
            setattr(self, kind, list(scenario[kind].values()))
        place = {kind: {id: n for n, id in enumerate(getattr(self, kind + "_ids"))} for kind in ("waste", "product", "technology")}
        self.takes = [place["waste"][tech["waste"]] for tech in self.technology]
        self.makes = [[(place["product"][m], tonne) for m, tonne in tech["products"].items()] for tech in self.technology]
        self.rho = [tech["rho"] for tech in self.technology]
        self.leaves = [place["waste"][tech["residue"]] if tech["rho"] > 0 else None for tech in self.technology]
        self.plants = scenario["plant"]
        self.ids = [plant["id"] for plant in self.plants]
        self.n = len(self.plants)
        self.index = {id: i for i, id in enumerate(self.ids)}
        self.streams = []  # (plant, waste), by index
        self.units = []  # (plant, technology, capacity, age)
        self.adopts = []
        for i, plant in enumerate(self.plants):
            self.streams += [(i, k) for k in sorted(place["waste"][stream["waste"]] for stream in plant["stream"])]
            self.units += [(i, place["technology"][u["technology"]], u["capacity"], u["age"]) for u in plant["unit"]]
            self.adopts.append(sorted({place["technology"][id] for id in plant["adopts"]}))
        self.wastes_of = [[] for _ in range(self.n)]
        for i, k in self.streams:
            self.wastes_of[i].append(k)
        self.suppliers = [[i for i, other in self.streams if other == k] for k in range(len(self.waste))]
        self.opens = [0 if p["opens"] is None else max(0, p["opens"] - self.start) for p in self.plants]
        self.closes = [math.inf if p["closes"] is None else p["closes"] - self.start for p in self.plants]
        self.contracts = [dict(i=self.index[c["supplier"]], k=place["waste"][c["waste"]], source=SOURCES.index(c["source"]),
                               j=self.index[c["converter"]], tau=place["technology"][c["technology"]], q=c["t_per_year"],
                               until=c["until"] - self.start, given=True) for c in scenario["contract"]]
        self.lever_names = ["reach", "deal_cost", "transport_cost", "opex", "capex", "hurdle_rate"]
        self.lever_names += [f"{word}.{risk}" for risk in self.risk_ids for word in ("hazard", "severity")]
        self._measure()
        self._introduce()

    def _measure(self):
        """d = max(local_km, detour * great circle); p = p0 exp(-d / d0), its draw a, one for each pair [E2], [E3]."""
        transport, trade, n = self.scenario["transport"], self.scenario["trade"], self.n
        self.km = [[0.0] * n for _ in range(n)]
        self.p = [[1.0] * n for _ in range(n)]
        self.a = [[0.0] * n for _ in range(n)]
        for j in range(n):
            for i in range(j):
                km = max(transport["detour"] * great_circle_km(self.plants[i], self.plants[j]), transport["local_km"])
                p = trade["acquaintance"] * math.exp(-km / trade["acquaintance_km"])
                p = p if p >= 1e-9 else 0.0
                a = self.luck.uniform(ACQUAINTANCE, 0, j * (j - 1) // 2 + i)
                for x, y in ((i, j), (j, i)):
                    self.km[x][y], self.p[x][y], self.a[x][y] = km, p, a
        near = [sorted(range(n), key=lambda j: (self.km[i][j], j)) for i in range(n)]
        self.peers = [[j for j in near[i] if j != i][:self.scenario["join"]["peers"]] for i in range(n)]
        streams = set(self.streams)
        self.holders = {(i, k): [l for l in near[i] if (l, k) in streams]
                        for i in range(n) for k in range(len(self.waste))}  # nearest first

    def _introduce(self):
        """Which plants would know each other outside: by the draw, a group, [[knows]] or a given contract [N4], [N5]."""
        n = self.n
        groups = [[self.index[id] for id in known] for known in self.scenario["knows"]]
        for name in dict.fromkeys(plant["group"] for plant in self.plants):
            if name:
                groups.append([i for i in range(n) if self.plants[i]["group"] == name])
        groups += [[c["i"], c["j"]] for c in self.contracts]
        self.acquainted = [[i == j or self.a[i][j] < self.p[i][j] for j in range(n)] for i in range(n)]
        for group in groups:
            for i in group:
                for j in group:
                    self.acquainted[i][j] = True
