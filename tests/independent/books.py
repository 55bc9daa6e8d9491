"""The check of the books after every phase [N12]: the old state and what was booked must give the new state."""
import math

from region import FRESH, STOCK

RELATIVE = 1e-9


class Unbalanced(ArithmeticError):
    """The books do not balance; the message names phase, year and what differs."""


class Books:
    def __init__(self, world):
        self.world = world

    def open_year(self):
        w = self.world
        self.cash, self.budget = list(w.cash), w.budget
        self.stock, self.held = dict(w.stock), dict(w.held)

    def balance(self, what, got, wanted, *scale):
        """Raises unless `got` equals `wanted` within the rounding error of the amounts in `scale`."""
        largest = max((abs(x) for x in (got, wanted, *scale)), default=0.0)
        if not abs(got - wanted) <= RELATIVE * largest + 1e-9:
            raise Unbalanced(f"{self.world.phase} {self.world.calendar} ({self.world.name}): {what}: {got!r}, not {wanted!r}")

    def close_phase(self):
        w = self.world
        self.check_cash()
        self.check_budget()
        if w.phase in ("produce", "join", "trade", "invest", "dispose", "risk", "settle"):
            self.check_streams()
        if w.phase in ("trade", "settle"):
            self.check_technologies()
        self.check_sanity()

    def check_cash(self):
        w = self.world
        for i, m in enumerate(w.money):
            flows = (m["gain"], -m["entry_cost"], -m["capex_own"], m["covered"], -m["loss"], m["budget"], -m["debt_paid"], -m["fee"],
                     m["returned"], m.get("overdraft", 0.0))
            self.balance(f"cash of {w.region.ids[i]}", w.cash[i], self.cash[i] + sum(flows), self.cash[i], *flows)

    def check_budget(self):
        w, f = self.world, self.world.flows
        of_all = lambda name: sum(m[name] for m in w.money)
        flows = (f["grant"], f["fees_to_company"], of_all("fee"), -of_all("returned"), -of_all("covered"), -f["overhead"], -f["upkeep"],
                 -f["infrastructure_capex"])
        self.balance("budget", w.budget, self.budget + sum(flows), self.budget, *flows)

    def check_streams(self):
        """stock + held + generated + arisen = already reused + converted + stock' + held' + still on hand + released."""
        w, after = self.world, self.world.phase in ("trade", "invest", "dispose", "risk", "settle")
        placed = w.phase in ("dispose", "risk", "settle")
        converted = {}
        for d in w.deals if after else ():
            converted[d["i"], d["k"]] = converted.get((d["i"], d["k"]), 0.0) + d["q"]
        for key in w.streams:
            arisen = w.arisen[key] if after else 0.0
            comes = self.stock[key], self.held[key], w.gross[key], arisen
            on_hand = 0.0 if placed else w.unused[*key, FRESH] if after else w.fresh[key]
            goes = (w.reused[key], converted.get(key, 0.0), w.stock[key], w.held[key], on_hand, w.released[key] if placed else 0.0)
            self.balance(f"tonnes of {w.region.ids[key[0]]}, {w.region.waste_ids[key[1]]}", sum(goes), sum(comes), *comes)
            self.balance(f"held of {key}", w.held[key], arisen, *comes)

    def check_technologies(self):
        """waste + added = products + residue + loss."""
        r, w = self.world.region, self.world
        total, left = {}, 0.0
        for d in w.deals:
            total[d["tau"]] = total.get(d["tau"], 0.0) + d["q"]
        for tau, q in total.items():
            tech = r.technology[tau]
            residue, products = r.rho[tau] * q, sum(q * tonne for _, tonne in r.makes[tau])
            left += residue
            self.balance(f"tonnes of {r.technology_ids[tau]}", products + residue + tech["loss"] * q, q + tech["added"] * q)
        self.balance("residue that arose", sum(w.arisen.values()), left)
        self.balance("residue of wastes converted", sum(w.residue_of.values()), left)
        made, capacity = {}, {}
        for d in w.deals:
            capacity[d["j"], d["tau"]] = capacity.get((d["j"], d["tau"]), 0.0) + d["q"]
            for m, tonne in r.makes[d["tau"]]:
                made[m] = made.get(m, 0.0) + d["q"] * tonne
        for m, t in made.items():
            self.at_most(f"demand for {r.product_ids[m]}", t, w.demand[m])
        for slot, t in capacity.items():
            self.at_most(f"capacity of {slot}", t, w.working[slot])

    def at_most(self, what, got, limit):
        if not got <= limit * (1 + RELATIVE) + 1e-9:
            raise Unbalanced(f"{self.world.phase} {self.world.calendar} ({self.world.name}): {what}: {got!r} above {limit!r}")

    def check_sanity(self):
        w = self.world
        for name in ("stock", "held"):
            for key, t in getattr(w, name).items():
                if not (t >= -1e-6 and math.isfinite(t)):
                    raise Unbalanced(f"{w.phase} {w.calendar} ({w.name}): {name} of {key} is {t!r}")
        for i in range(w.region.n):
            if not (math.isfinite(w.cash[i]) and 0 <= w.trust[i] <= 1):
                raise Unbalanced(f"{w.phase} {w.calendar} ({w.name}): cash or trust of {w.region.ids[i]}")
            if w.member[i] and not (w.open[i] and w.contacted[i]):
                raise Unbalanced(f"{w.phase} {w.calendar} ({w.name}): {w.region.ids[i]} is a member and was never asked")
        if w.phase != "market" and hasattr(w, "unused"):
            claimed = {}
            for unit in w.units:
                if unit["claims"] and unit["start"] < w.t + (w.phase in ("trade", "invest", "dispose", "risk", "settle")):
                    raise Unbalanced(f"{w.phase} {w.calendar}: a claim of a unit at work")
                for source, t in unit["claims"].items():
                    claimed[source] = claimed.get(source, 0.0) + t
            for source in {*claimed, *w.claims}:
                self.balance(f"claims on {source}", w.claims.get(source, 0.0), claimed.get(source, 0.0))

    def close_year(self, row, currency):
        """Money by who has it sums to net benefit [N11]; fees paid are fees received."""
        of = lambda name: row[f"{name}_{currency}"]
        parts = [of(f"money_{who}") for who in ("members", "others", "company", "state", "lenders")]
        self.balance("money by who has it", sum(parts), of("net_benefit"), *parts, of("gain"), of("capital"))
        self.balance("gain of plants", sum(m["gain"] for m in self.world.money), of("gain"),
                     *(d["gain"] for d in self.world.deals))
        self.balance("losses", sum(m["loss"] for m in self.world.money), of("loss_members") + of("loss_others"))
