"""Runs the three programs in turn on the same scenarios, checks their totals against each other, and prints the times."""

import json
import math
import resource
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from table import table

HERE = Path(__file__).parent
TARGET = Path(sys.argv[1])
CIRCULUS = Path(sys.argv[2])
PROGRAMS = {
    "circulus": [CIRCULUS],
    "ixa": [TARGET / "ixa/release/peers-ixa"],
    "Mesa": [sys.executable, HERE / "mesa/run.py"],
}
# Plants, and how often each program runs: the shorter a run, the more it is disturbed by other load on the machine.
ROUNDS = {58: 15, 1000: 7, 10_000: 3}
# Tonnes and money are sums, and differ by rounding; the rest are counts.
COUNTS = {"members", "deals", "deals_inside"}
TOLERANCE = 1e-9


def export(plants):
    """Writes the complete scenario with this many plants and demand in proportion, which all three programs read."""
    core, out = HERE / "core.toml", TARGET / f"{plants}.toml"
    given = tomllib.loads(core.read_text())
    scale = plants / given["generate"]["n"]
    demand = [f"product.{name}.demand={product['demand'] * scale}" for name, product in given["product"].items()]
    subprocess.run([CIRCULUS, "export", core, out, f"generate.n={plants}", *demand], check=True)
    return out


def run(program, scenario):
    """What a program prints of a run, how long the whole process took, and the processor time that it used."""
    start, busy = time.perf_counter(), busy_s()
    done = subprocess.run([*PROGRAMS[program], scenario], check=True, stdout=subprocess.PIPE)
    took = {"process_s": time.perf_counter() - start, "busy_s": busy_s() - busy}
    return json.loads(done.stdout) | took


def busy_s():
    """Processor time used by all programs so far, over all their threads."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def agree(name, ours, theirs):
    return ours == theirs if name in COUNTS else math.isclose(ours, theirs, rel_tol=TOLERANCE)


def check(program, ours, theirs):
    """Ends the comparison if any total of any year differs."""
    if len(ours) != len(theirs):
        sys.exit(f"{program} ran {len(theirs)} years, circulus {len(ours)}: no comparison")
    for year, (our, their) in enumerate(zip(ours, theirs)):
        for name in our:
            if not agree(name, our[name], their[name]):
                sys.exit(f"year {year}: {name} is {their[name]} in {program}, {our[name]} in circulus: no comparison")


def compare(plants, rounds):
    """Runs of each program, taking turns."""
    scenario = export(plants)
    runs = {program: [] for program in PROGRAMS}
    for turn in range(rounds):
        print(f"{plants} plants, round {turn + 1} of {rounds}", file=sys.stderr)
        for program in PROGRAMS:
            told = run(program, scenario)
            runs[program].append(told)
            check(program, runs["circulus"][0]["years"], told["years"])
    return runs


if __name__ == "__main__":
    text = table({plants: compare(plants, rounds) for plants, rounds in ROUNDS.items()})
    print(text)
    TARGET.with_suffix(".md").write_text(text + "\n")
