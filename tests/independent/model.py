#!/usr/bin/env python3
"""The model again, in plain Python: it must give the results of circulus.

    python3 model.py scenario.toml FOLDER [--replicate N] [--set KEY=VALUE]...

reads a scenario (base files, defaults and all) and leaves indicators, plants, deals, events, decisions and projects as CSV
and summary.json in FOLDER, for the world with its company and for its twin. Columns are named as circulus names them.
Needs Python 3.11 and nothing else. Tags in brackets are those of the model's description.

scenario.py reads; region.py holds what never changes; world.py what plants see; then a file for each phase: market.py,
produce.py, join.py (with value.py), trade.py, invest.py, dispose.py, risk.py, settle.py. laws.py has the equations of numbers,
draws.py the random numbers, record.py and summary.py what is observed, books.py the checks.
"""
import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import dispose
import invest
import join
import market
import produce
import risk
import scenario as scenarios
import settle
import trade
from books import Books
from record import currency_of, write_differences, write_tables, write_year
from region import Region
from summary import summary
from world import World

PHASES = [  # name, what is done, only while the cluster lives
    ("market", [(market.market, False)]),
    ("produce", [(produce.produce, False)]),
    ("join", [(join.study_contact_and_join, True)]),
    ("trade", [(trade.run_trade, False)]),
    ("invest", [(invest.order_projects, False), (invest.build_infrastructure, True)]),
    ("dispose", [(dispose.dispose, False)]),
    ("risk", [(risk.strike, False)]),
    ("settle", [(settle.settle, False)]),
]


def live(world, check=True):
    """All years of a world."""
    books = Books(world)
    for t in range(world.region.years):
        books.open_year()
        world.begin(t)
        for world.phase, steps in PHASES:
            for step, of_company in steps:
                if world.lives or not of_company:
                    step(world)
            if world.phase == "join":
                world.ever_member = [a or b for a, b in zip(world.ever_member, world.member)]
            if check:
                books.close_phase()
        write_year(world)
        if check:
            books.close_year(world.years[-1][0], currency_of(world.region))
    return world


def run(scenario, replicate=0, check=True):
    """Both worlds of a complete scenario: its tables, each a list of rows, the cluster's first; and the summary."""
    region = Region(scenario, replicate)
    worlds = [live(World(region, with_company), check) for with_company in (True, False)]
    tables = {name: [row for world in worlds for row in world.tables[name]] for name in worlds[0].tables}
    write_differences(tables, region)
    return tables | dict(summary=summary(*worlds))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenario")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--replicate", type=int, default=0)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    asked = parser.parse_args()
    try:
        complete = scenarios.load(asked.scenario, asked.set)
    except scenarios.Refused as why:
        sys.exit(f"{asked.scenario}: {why}")
    write_tables(run(complete, asked.replicate), asked.folder)


if __name__ == "__main__":
    main()
