#!/usr/bin/env python3
"""Runs circulus and model.py on the same scenarios and names the first difference of each.

    python3 compare.py [--circulus PROGRAM] [--seeds N] [--replicate N] [--set KEY=VALUE]... SCENARIO.toml...
    python3 compare.py [--circulus PROGRAM] --shaken N [--from SEED] SCENARIO.toml...
    python3 compare.py --alone [--shaken N] SCENARIO.toml...
    python3 compare.py --renew SCENARIO.toml...

Every year of both worlds is compared, column by column, to 1e-9 relative; columns that circulus lacks are named at the end. Where one
differs, the first decision, deal or event that differs is shown too: that is where to look. Exit code 1 when any differs.
A generated region is written out as plants by circulus first.

With --shaken each scenario is run N times with many of its values changed at random (shake.py). With --alone circulus is not run: model.py's
own checks are all that can fail. With --renew nothing is compared: some of model.py's yearly columns are written beside each scenario, where
tests/suite/val_independent.rs finds them.
"""
import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
import model  # noqa: E402, beside this file
import record  # noqa: E402
import scenario as scenarios  # noqa: E402
import shake  # noqa: E402

TOLERANCE = 1e-9
ROUNDING = 1e-13  # of the largest amount in that unit: rounding error of differences of large numbers
ORDER = {"cluster": 0, "twin": 1}
compared = Counter()  # rows, by table and kind
lacking = Counter()  # columns of model.py that circulus lacks
NOT_COMPARED = "  not compared"
NAMES = {}  # columns that circulus names otherwise: {(table, model.py's name): circulus's}
KEPT = ["world", "year", "cluster_lives", "members", "joins", "leaves", "ever_contacted", "converted_fresh_t",
        "converted_stock_t", "residue_t", "released_t", "stock_t", "use_rate", "deals_inside", "deals_outside", "deals_own",
        "contracts", "chains", "longest_chain", "gain_rub", "accounted_synergy_rub", "projects", "capacity_t_per_year", "capex_rub",
        "infrastructure_capex_rub", "budget_rub", "covered_rub", "returned_rub", "disposal_bill_rub", "written_off_rub", "net_benefit_rub",
        "co2_net_t", "land_m2", "jobs"]


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
    columns = list(dict.fromkeys(c for row in ours or theirs for c in row if not ours or not theirs or any(c in r for r in theirs[:4])))
    years = sorted({(int(row["year"]), ORDER[row["world"]], row["world"]) for row in ours + theirs})
    for year, _, world in years:
        of = lambda rows: [row for row in rows if int(row["year"]) == year and row["world"] == world]
        mine, other = of(ours), of(theirs)
        for n in range(max(len(mine), len(other))):
            a, b = (rows[n] if n < len(rows) else None for rows in (mine, other))
            if a is None or b is None:
                return year, world, a, b, ["(a row that the other has not)"]
            wrong = [c for c in columns if c in a and c in b and not same(a[c], b[c], scale.get(unit(c), 0.0))]
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


def as_rows(summary):
    """A summary as rows, so that it is compared as the tables are."""
    return [dict(world=world, year="0") | {key: str(value) for key, value in summary[world].items() if isinstance(value, (int, float))}
            for world in ORDER if isinstance(summary.get(world), dict)] + [
        dict(world="cluster", year="1") | {key: str(value) for key, value in summary.get("distribution", {}).items()}]


def compare(circulus, scenario, options, settings, replicate):
    """What differs between the two programs on a scenario, in words; empty when nothing does."""
    if circulus and "generate" in scenarios.read(Path(scenario)):
        written = subprocess.run([circulus, "check", "--plants", scenario, *options], capture_output=True, text=True)
        if written.returncode:
            return f"{NOT_COMPARED}: refused: {written.stderr}"
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as plants:
            plants.write(written.stdout)
            plants.flush()
            return compare(circulus, plants.name, [], [], replicate)
    try:
        complete = scenarios.load(scenario, settings)
    except scenarios.Refused as why:
        refused = circulus and subprocess.run([circulus, "check", scenario, *options], capture_output=True, text=True)
        if "generated region" in str(why):
            return f"{NOT_COMPARED}: {why}"
        return f"{NOT_COMPARED}: refused: {why}" if not refused or refused.returncode else f"  model.py alone refuses: {why}"
    with tempfile.TemporaryDirectory() as folder:
        ran = circulus and subprocess.run([circulus, "run", scenario, *options, "--replicate", str(replicate), "--no-pictures",
                                           "--out", folder, "--name", "ours"], capture_output=True, text=True)
        try:
            theirs = model.run(complete, replicate)
        except ArithmeticError as error:
            return f"  model.py stops: {error!r}; circulus: {ran.stderr or 'runs' if ran else 'not run'}"
        if not circulus:
            return ""
        if ran.returncode:
            return "  circulus stops: " + ran.stderr
        summary = theirs.pop("summary")
        theirs = {name: [{NAMES.get((name, column), column): cell for column, cell in row.items()} for row in rows]
                  for name, rows in theirs.items()}
        record.write_tables(theirs, Path(folder) / "theirs")
        pairs = {name: (read(f"{folder}/ours/{name}.csv"), read(f"{folder}/theirs/{name}.csv"))
                 for name in theirs if Path(f"{folder}/ours/{name}.csv").exists()}
        pairs["summary"] = [as_rows(one) for one in (json.loads(Path(f"{folder}/ours/summary.json").read_text()), summary)]
    lacking.update(f"{name}.csv" for name in theirs if name not in pairs)
    for name, (ours, rows) in pairs.items():
        kind = {"decisions": "choice", "deals": "term", "projects": "end"}.get(name, "world")
        compared.update(f"{name} {row.get(kind, '')}" if name != "events" else name for row in ours)
        if ours and rows:
            lacking.update(f"{name}.{column}" for column in rows[0] if all(column not in row for row in ours[:3]))
    scale = largest(rows for pair in pairs.values() for rows in pair)
    found = {name: first_difference(*pair, scale) for name, pair in pairs.items()}
    wrong = [(difference[0], ORDER[difference[1]], name in ("indicators", "plants", "summary"), name, difference)
             for name, difference in found.items() if difference]
    return "\n".join(show(name, difference) for _, _, _, name, difference in sorted(wrong, key=lambda w: w[:4]))


def renew(scenario):
    """Writes model.py's years beside a scenario."""
    rows = model.run(scenarios.load(scenario))["indicators"]
    record.write_tables({Path(scenario).stem: [{name: row[name] for name in KEPT} for row in rows]}, Path(scenario).parent)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenarios", nargs="+", metavar="SCENARIO.toml")
    parser.add_argument("--circulus", default="circulus", help="the program (default: circulus, on the path)")
    parser.add_argument("--alone", action="store_true", help="without circulus: model.py's own checks only")
    parser.add_argument("--seeds", type=int, help="seeds 1 to N instead of the scenario's own")
    parser.add_argument("--shaken", type=int, help="that many runs, each with values changed at random")
    parser.add_argument("--from", type=int, default=1, dest="first", help="the first seed of --seeds and --shaken")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--replicate", type=int, default=0)
    parser.add_argument("--renew", action="store_true", help="write model.py's years beside the scenarios")
    asked = parser.parse_args()
    if asked.renew:
        for scenario in asked.scenarios:
            renew(scenario)
        return 0
    runs = differing = 0
    n = asked.shaken or asked.seeds
    for scenario in asked.scenarios:
        for seed in range(asked.first, asked.first + n) if n else [None]:
            settings = list(asked.set)
            raw = scenarios.read(Path(scenario))
            if asked.shaken:
                settings += shake.settings(raw, seed)
            if seed is not None:
                settings.append(f"scenario.seed={seed}")
                settings += [f"generate.seed={seed}"] if "generate" in raw else []
            options = [word for setting in settings for word in ("--set", setting)]
            difference = compare(None if asked.alone else asked.circulus, scenario, options, settings, asked.replicate)
            runs += 1
            if difference:
                differing += not difference.startswith(NOT_COMPARED)
                again = f" {' '.join(options)}" if asked.shaken else ""
                print(f"{scenario}{'' if seed is None else f', seed {seed}'}:{again}\n{difference}", flush=True)
    print(f"{runs} runs, {differing} differ; rows of circulus compared:")
    print(", ".join(f"{n} {what}" for what, n in sorted(compared.items())))
    if lacking:
        print("not in circulus: " + ", ".join(sorted(lacking)))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
