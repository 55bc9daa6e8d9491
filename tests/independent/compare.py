#!/usr/bin/env python3
"""Runs circulus and model.py on the same scenarios and names the first difference of each.

    python3 compare.py [--circulus PROGRAM] [--seeds N] [--replicate N] SCENARIO.toml...
    python3 compare.py [--circulus PROGRAM] --renew SCENARIO.toml...

Every year of both worlds is compared, column by column, to 1e-9 relative. Where one differs, the first
decision, deal or event that differs is shown too: that is where to look. Exit code 1 when any differs.

With --renew nothing is compared: some of model.py's yearly columns are written beside each scenario, where
tests/suite/val_independent.rs finds them.
"""
import argparse
import csv
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
import model  # noqa: E402, beside this file
import tables  # noqa: E402

TOLERANCE = 1e-9
ROUNDING = 1e-13  # of the largest amount in that unit: what differences of large numbers may leave
ORDER = {"cluster": 0, "twin": 1}
compared = Counter()  # rows, by table and kind
NOT_COMPARED = "  not compared"
KEPT = ["world", "year", "cluster_lives", "members", "joins", "leaves", "ever_contacted", "converted_fresh_t",
        "converted_stock_t", "released_t", "stock_t", "use_rate", "deals_inside", "deals_outside", "deals_own",
        "contracts", "chains", "gain_rub", "accounted_synergy_rub", "projects", "capacity_t_per_year", "capex_rub",
        "infrastructure_capex_rub", "budget_rub", "covered_rub", "returned_rub", "disposal_bill_rub", "co2_avoided_t"]


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def unit(column):
    """What a column's name ends with: t, rub, per_t."""
    return "per_t" if column.endswith("_per_t") else column.rsplit("_", 1)[-1]


def largest(pairs):
    """Largest magnitude in each unit."""
    scale = {}
    for rows in pairs:
        for row in rows:
            for column, cell in row.items():
                value = number(cell)
                if value is not None:
                    scale[unit(column)] = max(scale.get(unit(column), 0.0), abs(value))
    return scale


def same(a, b, scale):
    x, y = number(a), number(b)
    if x is None or y is None:
        return a == b
    return abs(x - y) <= TOLERANCE * max(abs(x), abs(y)) + ROUNDING * scale


def first_difference(ours, theirs, scale):
    """(year, world, row of ours, row of theirs, columns that differ) of two tables; None when they agree."""
    if not ours and not theirs:
        return None
    columns = [c for c in (ours or theirs)[0] if not ours or not theirs or c in theirs[0]]
    years = sorted({(int(row["year"]), ORDER[row["world"]], row["world"]) for row in ours + theirs})
    for year, _, world in years:
        of = lambda rows: [row for row in rows if int(row["year"]) == year and row["world"] == world]
        mine, other = of(ours), of(theirs)
        for n in range(max(len(mine), len(other))):
            a, b = (rows[n] if n < len(rows) else None for rows in (mine, other))
            if a is None or b is None:
                return year, world, a, b, ["(a row that the other has not)"]
            wrong = [c for c in columns if not same(a[c], b[c], scale.get(unit(c), 0.0))]
            if wrong:
                return year, world, a, b, wrong
    return None


def show(name, found, names=("circulus", "model.py")):
    year, world, a, b, columns = found
    lines = [f"  {name}, {year}, {world}: {', '.join(columns)}"]
    for who, row in zip(names, (a, b)):
        cells = {c: v for c, v in (row or {}).items() if v != "" and (name != "indicators" or c in columns)}
        lines.append(f"    {who:9} {cells if row else 'nothing'}")
    return "\n".join(lines)


def compare(circulus, scenario, seed, replicate):
    """What differs between the two programs on a scenario, in words; empty when nothing does."""
    complete = subprocess.run([circulus, "check", scenario, *seed], capture_output=True, text=True)
    if complete.returncode:
        return "  refused: " + complete.stderr
    if "generate" in tomllib.loads(complete.stdout):
        return f"{NOT_COMPARED}: model.py draws no synthetic regions"
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run([circulus, "run", scenario, *seed, "--replicate", str(replicate), "--no-pictures",
                              "--out", folder, "--name", "ours"],
                             capture_output=True, text=True)
        try:
            theirs = model.run(tomllib.loads(complete.stdout), replicate)
        except ArithmeticError as error:
            return f"  model.py stops: {error!r}; circulus: {ran.stderr or 'runs'}"
        if ran.returncode:
            return "  circulus stops: " + ran.stderr
        tables.write_tables(theirs, Path(folder) / "theirs")
        pairs = {name: (read(f"{folder}/ours/{name}.csv"), read(f"{folder}/theirs/{name}.csv")) for name in theirs}
    for name, (rows, _) in pairs.items():
        kind = {"decisions": "choice", "deals": "term", "events": "kind"}.get(name, "world")
        compared.update(f"{name} {row[kind]}" if name != "events" else name for row in rows)
    scale = largest(rows for pair in pairs.values() for rows in pair)
    found = {name: first_difference(*pair, scale) for name, pair in pairs.items()}
    wrong = [(difference[0], ORDER[difference[1]], name == "indicators", name, difference)
             for name, difference in found.items() if difference]
    return "\n".join(show(name, difference) for _, _, _, name, difference in sorted(wrong, key=lambda w: w[:4]))


def renew(circulus, scenario):
    """Writes model.py's years beside a scenario."""
    complete = subprocess.run([circulus, "check", scenario], capture_output=True, text=True, check=True)
    rows = model.run(tomllib.loads(complete.stdout))["indicators"]
    tables.write_tables({Path(scenario).stem: [{name: row[name] for name in KEPT} for row in rows]}, Path(scenario).parent)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenarios", nargs="+", metavar="SCENARIO.toml")
    parser.add_argument("--circulus", default="circulus", help="the program (default: circulus, on the path)")
    parser.add_argument("--seeds", type=int, help="seeds 1 to N instead of the scenario's own")
    parser.add_argument("--replicate", type=int, default=0)
    parser.add_argument("--renew", action="store_true", help="write model.py's years beside the scenarios")
    asked = parser.parse_args()
    if asked.renew:
        for scenario in asked.scenarios:
            renew(asked.circulus, scenario)
        return 0
    runs = differing = 0
    for scenario in asked.scenarios:
        for seed in range(1, asked.seeds + 1) if asked.seeds else [None]:
            difference = compare(asked.circulus, scenario, [] if seed is None else ["--seed", str(seed)], asked.replicate)
            runs += 1
            if difference:
                differing += not difference.startswith(NOT_COMPARED)
                print(f"{scenario}{'' if seed is None else f', seed {seed}'}:\n{difference}", flush=True)
    print(f"{runs} runs, {differing} differ; rows of circulus compared:")
    print(", ".join(f"{n} {what}" for what, n in sorted(compared.items())))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
