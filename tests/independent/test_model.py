#!/usr/bin/env python3
"""Known answers of single rules, in worlds small enough to work out by hand: python3 test_model.py"""
import copy
import sys
import tomllib
import unittest

sys.dont_write_bytecode = True
import laws
import model
import scenario as scenarios
from region import Region
from world import World

SMALL = """
[scenario]
money_scale = 1
name = "small"
years = 4
[policy]
disposal_fee_growth = 0
[transport]
[[transport.mode]]
name = "road"
fixed = 10
per_km = 1
co2_per_tkm = 0.001
[[transport.mode]]
name = "rail"
fixed = 100
per_km = 0.1
[trade]
acquaintance = 0
deal_cost = 0
min_t = 0
[invest]
attention = 0
[management]
enabled = false
[waste.slag]
stage = "metallurgy"
hazard_class = "IV"
disposal_fee = 100
placement_cost = 50
upkeep_cost = 1
reclaim_cost = 20
land = 0.5
[waste.sand]
stage = "metallurgy"
hazard_class = "V"
disposal_fee = 10
placement_cost = 30
upkeep_cost = 1
reclaim_cost = 20
[product.copper]
price = 5000
volatility = 0
demand = 1e9
demand_growth = 0
[product.iron]
price = 1000
volatility = 0
demand = 1e9
[technology.flotation]
waste = "slag"
products = { copper = 0.01, iron = 0.19 }
added = 0.1
loss = 0.2
residue = "sand"
opex = 60
capex = 1000
reference_size = 1000
min_size = 1
max_size = 1e6
co2_avoided = 3
co2_emitted = 0.5
primary_replaced = 100
[[plant]]
id = "A"
stage = "metallurgy"
lat = 57
lon = 60
volatility = 0
[[plant.stream]]
waste = "slag"
t_per_year = 1000
stock = 500
[[plant]]
id = "B"
stage = "converter"
lat = 57
lon = 60
volatility = 0
[[plant.unit]]
technology = "flotation"
capacity = 600
"""


def small(*settings, more=""):
    scenario = tomllib.loads(SMALL + more)
    for setting in settings:
        key, _, value = setting.partition("=")
        scenarios.assign(scenario, key, scenarios.literal(value))
    return scenario


def years(scenario, name="indicators", world="cluster"):
    return [row for row in model.run(scenarios.complete(scenario))[name] if row["world"] == world]


KNOWS = '\n[[knows]]\nplants = ["A", "B"]\n'
RHO = 1 + 0.1 - 0.2 - 0.2


class Small(unittest.TestCase):
    def test_outputs(self):
        """Surplus, residue held and placed a year later, use rates, indicators of the environment."""
        rows = years(small(more=KNOWS))
        haul = 10 + 3  # local_km by road
        s = 0.01 * 5000 + 0.19 * 1000 - 60 - RHO * (10 + 30) + 100 + 50 - haul
        self.assertAlmostEqual(rows[0]["gain_rub"], 600 * s)
        for t, row in enumerate(rows):
            self.assertAlmostEqual(row["residue_slag_t"], 600 * RHO)
            self.assertAlmostEqual(row["arisen_sand_t"], 600 * RHO)
            self.assertAlmostEqual(row["placed_sand_t"], 600 * RHO if t else 0)
            self.assertAlmostEqual(row["stock_sand_t"], 600 * RHO * (t + 1))
            self.assertAlmostEqual(row["stock_slag_t"], 500 + 400 * (t + 1))
            self.assertAlmostEqual(row["use_rate"], 600 * (1 - RHO) / 1000)
            self.assertAlmostEqual(row["use_rate_sand"], 0)
            self.assertAlmostEqual(row["state_fees_rub"], 400 * 100 + (600 * RHO * 10 if t else 0))
            self.assertAlmostEqual(row["co2_net_t"], 600 * (0.01 * 3 - 0.5 - 3 * 0.001))
            self.assertAlmostEqual(row["fees_saved_rub"], 600 * (100 - RHO * 10))
            self.assertAlmostEqual(row["net_benefit_rub"], 600 * (s - 100 + RHO * 10))
        self.assertAlmostEqual(rows[0]["land_m2"], 900 * 0.5)

    def test_policies(self):
        policy = ["policy.subsidy_per_t=20", "policy.carbon_price=30", "policy.primary_levy=2", "policy.fee_factor_class.IV=3"]
        plain, rich = years(small(more=KNOWS))[0], years(small(*policy, more=KNOWS))[0]
        terms = 20 * (1 - RHO) + 30 * (0.01 * 3 - 0.5 - 0.003) + 2 * 0.01 * 100 + 200
        self.assertAlmostEqual(rich["gain_rub"] - plain["gain_rub"], 600 * terms)
        self.assertAlmostEqual(rich["net_benefit_rub"], plain["net_benefit_rub"])
        self.assertAlmostEqual(rich["subsidies_rub"], 600 * 20 * (1 - RHO))

    def test_demand_of_each_product(self):
        self.assertAlmostEqual(years(small("product.iron.demand=19", more=KNOWS))[0]["converted_t"], 100)
        self.assertAlmostEqual(years(small("product.copper.demand=2", more=KNOWS))[0]["converted_t"], 200)

    def test_refusals(self):
        loop = '[technology.back]\nwaste="sand"\nproduct="iron"\nyield=0.5\nresidue="slag"\nopex=1\ncapex=1\nreference_size=1\nmin_size=1\nmax_size=1\n'
        for message, settings, more in (
                ("neither product nor loss", ['technology.flotation.residue=""'], ""),
                ("more comes out", ["technology.flotation.products.iron=0.95"], ""),
                ("cycle: slag > slag", ['technology.flotation.residue="slag"'], ""),
                ("cycle: slag > sand > slag", [], loop),
                ("closes before", ["plant.A.opens=2025", "plant.A.closes=2025"], ""),
                ("may not change", [], '[[change]]\nyear=2022\nset={"technology.flotation.opex"=1}\n'),
                ("not a year of the run", [], '[[change]]\nyear=2030\nset={"product.iron.price"=1}\n'),
                ("has no flotation", [], '[[contract]]\nsupplier="B"\nconverter="A"\nwaste="slag"\ntechnology="flotation"\nt_per_year=1\nuntil=2023\n')):
            with self.assertRaisesRegex(scenarios.Refused, message):
                scenarios.complete(small(*settings, more=more))

    def test_dated_changes(self):
        """Growth counts from the year of the last change."""
        change = '[[change]]\nyear=2022\nset={"product.iron.price"=2000, "plant.A.stream.slag.t_per_year"=3000, "product.copper.demand"=4e8}\n'
        rows = years(small("product.iron.growth=0.1", "plant.A.growth=0.2", "product.copper.demand_growth=0.5", more=change + KNOWS))
        for wanted, row in zip((1000, 2000, 2200, 2420), rows):
            self.assertAlmostEqual(row["price_iron_rub_per_t"], wanted)
        for wanted, row in zip((1000, 3000, 3600, 4320), rows):
            self.assertAlmostEqual(row["generated_slag_t"], wanted)

    def test_contract_waits_and_ends(self):
        contract = '[[contract]]\nsupplier="A"\nconverter="B"\nwaste="slag"\ntechnology="flotation"\nt_per_year=250\nuntil=2022\n'
        self.assertEqual([row["converted_t"] for row in years(small(more=contract))], [600] * 4)  # and the rest on the spot
        terms = [row["term"] for row in years(small(more=contract), "deals")]
        self.assertEqual(terms, ["running", "spot", "running", "spot", "spot", "spot"])
        rows = years(small("plant.B.opens=2022", more=contract))
        self.assertEqual([row["converted_t"] for row in rows], [0, 600, 600, 600])
        self.assertEqual([row["contracts"] for row in rows], [1, 1, 0, 0])
        rows = years(small("plant.B.closes=2022", more=contract))
        self.assertEqual([row["contracts"] for row in rows], [1, 0, 0, 0])
        self.assertAlmostEqual(rows[1]["placed_sand_t"], 600 * RHO)  # what it held

    def test_memory(self):
        world = World(Region(scenarios.complete(small("trade.memory_years=2"))), False)
        known = []
        for t in range(5):
            world.begin(t)
            known.append(world.known(world_view(world), 0, 1))
            world.deals = [dict(i=1, j=0)] if t == 0 else []
        self.assertEqual(known, [False, True, True, False, False])

    def test_claims_and_purse(self):
        """Two builders of one waste: the second finds what the first left; and no plant orders more than it can pay for."""
        builders = ['plant.B.adopts=["flotation"]', "plant.B.unit=[]", "invest.attention=1", "trade.deal_cost=0", "plant.A.stream.slag.stock=0",
                    "scenario.years=8", "technology.flotation.life=3", "technology.flotation.capex=100", "technology.flotation.scale_exponent=1", "waste.slag.reclaim_rate=0"]
        more = KNOWS + '\n[[plant]]\nid="C"\nstage="converter"\nlat=57\nlon=60\nvolatility=0\ncash=1e9\nadopts=["flotation"]\n[[knows]]\nplants=["A","C"]\n'
        rich = years(small(*builders, "plant.B.cash=1e9", more=more), "decisions")
        self.assertEqual([(row["year"], row["size_t_per_year"]) for row in rich][0], (2021, 1000))
        self.assertEqual([row["year"] for row in rich][1], 2026)  # life is over; until then nothing is left
        poor = years(small(*builders, "plant.B.cash=1e3", "plant.B.budget=2e3", "plant.C.cash=0", "plant.C.budget=0", more=more), "decisions")
        cost = 3e3 / (0.3 + 0.7 / laws.annuity(0.09, 10))
        self.assertAlmostEqual(poor[0]["capex_rub"], cost)
        self.assertAlmostEqual(poor[0]["size_t_per_year"], 1000 * cost / 1e5)

    def test_projects(self):
        """A unit that always runs full realises margin * size * annuity - capex, without deal cost."""
        one = ['plant.A.adopts=["flotation"]', "plant.B.unit=[]", "invest.attention=1", "plant.A.stream.slag.stock=0", "scenario.years=12",
               "technology.flotation.life=3", "technology.flotation.capex=100", "technology.flotation.scale_exponent=1", "waste.slag.reclaim_rate=0", "plant.A.cash=1e9", "invest.expected_use=1"]
        first = years(small(*one), "projects")[0]
        self.assertEqual((first["end"], first["years_worked"], first["realised_use"]), ("life", 3, 1))
        self.assertAlmostEqual(first["realised_npv_rub"], first["promised_npv_rub"], 4)

    def test_free_infrastructure(self):
        shares = '[infrastructure.hall]\ncapex=0\nupkeep=1\nmax_level=2\ndepreciation=0\n[infrastructure.rest]\ncapex=1e15\nupkeep=0\n'
        row = years(small("management.enabled=true", "management.rule=shares", "management.shares.hall=0.1", more=shares))[0]
        self.assertEqual((row["level_hall"], row["level_rest"]), (2, 0))

    def test_longest_path(self):
        self.assertEqual(laws.longest_path({}), 0)
        self.assertEqual(laws.longest_path({1: [2, 3], 2: [3], 3: [], 4: []}), 3)

    def test_gini(self):
        self.assertAlmostEqual(laws.gini([0, 0, 0, 1]), 0.75)
        self.assertAlmostEqual(laws.gini([2, 2]), 0)


def world_view(world):
    from world import Outlook
    return Outlook("now", world.member, world.eff, [])


if __name__ == "__main__":
    unittest.main()
