"""The result as Markdown."""

import os
import platform
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path
from statistics import median

TIMES = {"setup_s": "set-up", "years_s": "30 years", "process_s": "whole process", "busy_s": "processor time"}


def table(sizes):
    """Medians of each program and size, each over that of circulus."""
    lines = ["# The small core in circulus, ixa and Mesa", "", versions(), ""]
    lines += ["Seconds, medians; in brackets over circulus (above 1, circulus is faster).", ""]
    lines += ["| plants | program | runs | " + " | ".join(TIMES.values()) + " |", "|---:|---|---:|" + "---:|" * len(TIMES)]
    for plants, runs in sizes.items():
        medians = {program: {key: median(run[key] for run in told) for key in TIMES} for program, told in runs.items()}
        for program, times in medians.items():
            cells = [cell(times[key], medians["circulus"][key]) for key in TIMES]
            lines.append(f"| {plants:,} | {program} | {len(runs[program])} | {' | '.join(cells)} |")
    lines += ["", "All three agree in every year; their last year:", ""]
    lines += [f"- {plants:,} plants: {last_year(runs['circulus'][0])}" for plants, runs in sizes.items()]
    return "\n".join(lines)


def cell(seconds, ours):
    return f"{seconds:#.3g} ({seconds / ours:.2f})"


def last_year(told):
    year = told["years"][-1]
    return (
        f"{year['members']:,} members, {year['deals']:,} deals ({year['deals_inside']:,} between members), "
        f"{year['converted_fresh_t']:,.0f} t converted fresh, {year['converted_stock_t']:,.0f} t from stock, "
        f"{year['placed_t']:,.0f} t placed, {year['stock_t']:,.0f} t in stock, gain {year['gain']:,.0f}"
    )


def versions():
    """What was compared, and where."""
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    with open(Path(__file__).parent / "ixa/Cargo.lock", "rb") as file:
        ixa = next(p["version"] for p in tomllib.load(file)["package"] if p["name"] == "ixa")
    return (
        f"ixa {ixa}, Mesa {version('mesa')} with NumPy {version('numpy')} on Python {platform.python_version()}, "
        f"Rust {rustc}; {platform.system()} on {platform.machine()}, {os.cpu_count()} processors."
    )
