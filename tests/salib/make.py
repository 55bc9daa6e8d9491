"""Makes the CSV files of this folder with SALib; see README.md."""

import csv

import numpy as np
from SALib.analyze import morris as effects
from SALib.analyze import sobol as indices
from SALib.sample import morris as trajectories
from SALib.sample import sobol as blocks
from scipy.stats import qmc

KEYS, SAMPLES, REPLICATES = 4, 16, 3
PROBLEM = {"num_vars": KEYS, "names": [f"x{i}" for i in range(KEYS)], "bounds": [[0, 1]] * KEYS}


def results(x, rng):
    """Bends, an interaction, luck common to all points and luck of each run."""
    smooth = np.sin(3 * x[:, 0]) + 2 * x[:, 1] ** 2 + 3 * x[:, 0] * x[:, 2] + 10
    common = rng.normal(size=REPLICATES)
    own = 0.2 * rng.normal(size=(len(x), REPLICATES))
    return smooth[:, None] + common * (1 + x[:, [1]]) + own


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def sobol_of(y):
    found = indices.analyze(PROBLEM, y, calc_second_order=False, num_resamples=2, seed=1)
    return np.array([found["S1"], found["ST"]])


def variance(y):
    blocks_of = y.reshape(SAMPLES, KEYS + 2)
    return np.var(np.r_[blocks_of[:, 0], blocks_of[:, -1]])


rng = np.random.default_rng(20260101)
names = [f"x{i}" for i in range(KEYS)] + [f"y{i}" for i in range(REPLICATES)]

x = blocks.sample(PROBLEM, SAMPLES, calc_second_order=False, scramble=False)
y = results(x, rng)
write("sobol.csv", names, np.c_[x, y].tolist())
single = sobol_of(y[:, 0])
mean = y.mean(axis=1)
# Products between different replicates alone, put together from what SALib says of each and of their mean.
products = REPLICATES * variance(mean) * sobol_of(mean) - np.mean([variance(c) * sobol_of(c) for c in y.T], axis=0)
spread = REPLICATES * variance(mean) - np.mean([variance(c) for c in y.T])
between = products / spread
write(
    "sobol_indices.csv",
    ["first", "total", "first_replicates", "total_replicates"],
    np.c_[single.T, between.T].tolist(),
)

x = trajectories.sample(PROBLEM, 10, num_levels=4, seed=1)
y = results(x, rng)
write("morris.csv", names, np.c_[x, y].tolist())
found = effects.analyze(PROBLEM, x, y.mean(axis=1), num_levels=4, num_resamples=2, seed=1)
write(
    "morris_effects.csv",
    ["mu", "mu_star", "sigma"],
    np.c_[np.asarray(found["mu"]), np.asarray(found["mu_star"]), np.asarray(found["sigma"])].tolist(),
)

# Points 1, 517 and 1023 of the sequence itself, in 2^-10.
points = qmc.Sobol(d=256, scramble=False).random(1024)[[1, 517, 1023]]
write("sequence.csv", ["p1", "p517", "p1023"], (points.T * 1024).astype(int).tolist())
