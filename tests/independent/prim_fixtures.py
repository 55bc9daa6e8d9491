"""Makes the CSV files of tests/robust with ema_workbench, scikit-learn, SALib and scipy; tests/robust/README.md has their versions."""

import csv
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
from ema_workbench.analysis.prim import Prim
from SALib.analyze import pawn
from scipy.stats import binomtest, ks_2samp
from sklearn.tree import DecisionTreeRegressor

FOLDER = Path(__file__).resolve().parent.parent / "robust"
POINTS, SLICES, LEAF = 600, 10, 30
KEYS = ["x0", "x1", "x2", "x3", "ties", "levels"]


def write(name, header, rows):
    with open(FOLDER / f"{name}.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def table():
    """Whole numbers, as scikit-learn rounds inputs to 24 bits; the first four keys without equal values."""
    rng = np.random.default_rng(20260102)
    spread = [7 * rng.permutation(POINTS) + rng.integers(0, 7, POINTS) for _ in range(4)]
    x = np.c_[(*spread, rng.integers(0, 20, POINTS), rng.integers(0, 4, POINTS))].astype(float)
    unit = x[:, :4] / (7 * POINTS)
    sharp = (unit[:, 0] > 0.2) & (unit[:, 0] < 0.8) & (unit[:, 1] < 0.4 + 0.5 * (unit[:, 0] - 0.2))
    chance = 0.1 + 0.75 * (unit[:, 2] > 0.3) * (unit[:, 3] < 0.7) * (x[:, 4] > 4) * (x[:, 5] != 3)
    noisy = rng.random(POINTS) < chance
    share = rng.binomial(8, chance) / 8
    effect = np.sin(4 * unit[:, 0]) + unit[:, 1] * (x[:, 5] > 1) + 0.3 * rng.normal(size=POINTS)
    write("table", [*KEYS, "sharp", "noisy", "share", "effect"], [
        [*map(int, row), int(s), int(n), repr(float(q)), repr(float(e))]
        for row, s, n, q, e in zip(x, sharp, noisy, share, effect)
    ])
    return x, sharp, noisy, share, effect


def trajectory(name, x, holds):
    """A row for each restricted key of each box, and one with -1 for the box itself."""
    prim = Prim(pd.DataFrame(x, columns=KEYS), holds, threshold=0.01)
    box = prim.find_box()
    whole, rows = prim.box_init, []
    for step, stats in box.peeling_trajectory.iterrows():
        limits = box.box_lims[step]
        rows.append([step, -1, "", "", "", int(stats["n"]), int(stats["k"]), stats["coverage"], stats["density"], stats["mass"]])

        def inside(free):
            keys = [key for key in KEYS if key != free]
            return np.all([(prim.x[k] >= limits.loc[0, k]) & (prim.x[k] <= limits.loc[1, k]) for k in keys], axis=0)

        for place, key in enumerate(KEYS):
            sides = [None if limits.loc[side, key] == whole.loc[side, key] else limits.loc[side, key] for side in (0, 1)]
            if sides == [None, None]:
                continue
            without = holds[inside(key)]
            p = binomtest(int(stats["k"]), int(stats["n"]), without.sum() / len(without), alternative="greater").pvalue
            theirs = [q for q in box.qp[step][key] if q != -1]
            # ema_workbench has a p for each side; with one side alone it must be the same.
            assert len(theirs) == 2 or abs(theirs[0] - p) < 1e-12
            rows.append([step, place, *("" if side is None else side for side in sides), p, "", "", "", "", ""])
    write(name, ["step", "key", "low", "high", "p", "points", "cases", "coverage", "density", "mass"], rows)


def tree(name, x, y):
    """The nodes, those below a limit before those above, with the complexities at which the tree is pruned."""
    grown = DecisionTreeRegressor(max_depth=3, min_samples_leaf=LEAF, random_state=1)
    path = grown.cost_complexity_pruning_path(x, y)
    rows = []
    for pruned in (0.0, 0.5 * (path.ccp_alphas[-3] + path.ccp_alphas[-2])):
        fitted = DecisionTreeRegressor(max_depth=3, min_samples_leaf=LEAF, random_state=1, ccp_alpha=pruned).fit(x, y).tree_
        assert np.allclose(fitted.threshold[fitted.feature < 0], -2)

        def walk(node):
            leaf = fitted.feature[node] < 0
            rows.append([
                pruned, -1 if leaf else fitted.feature[node], "" if leaf else fitted.threshold[node],
                fitted.n_node_samples[node], fitted.value[node, 0, 0],
            ])
            if not leaf:
                walk(fitted.children_left[node])
                walk(fitted.children_right[node])

        walk(0)
    write(name, ["pruned", "key", "at", "points", "mean"], rows)
    write(f"{name}_complexities", ["complexity"], [[a] for a in path.ccp_alphas])


def indices(x, outcomes):
    """SALib's median and largest for the keys without equal values; its last slice lacks the largest value, which is put
    into it here, and the median without that beside it. By scipy for the key of four levels, a slice for each."""
    quantile = np.nanquantile

    def to_the_end(values, shares):
        found = quantile(values, np.minimum(shares, 1))
        found[shares > 1 - 1e-9] = np.inf
        return found

    problem = {"num_vars": 4, "names": KEYS[:4], "bounds": [[0, 1]] * 4}
    rows = []
    for name, y in outcomes.items():
        plain = pawn.analyze(problem, x[:, :4], y, S=SLICES)
        with mock.patch.object(np, "nanquantile", to_the_end):
            found = pawn.analyze(problem, x[:, :4], y, S=SLICES)
        for key in range(4):
            rows.append([name, key, found["median"][key], found["maximum"][key], plain["median"][key]])
        levels = [ks_2samp(y[x[:, 5] == level], y).statistic for level in range(4)]
        rows.append([name, 5, np.median(levels), max(levels), np.median(levels)])
    write("pawn", ["outcome", "key", "median", "max", "median_as_it_is"], rows)


x, sharp, noisy, share, effect = table()
trajectory("prim_sharp", x, sharp)
trajectory("prim_noisy", x, noisy)
tree("tree_share", x, share)
tree("tree_effect", x, effect)
indices(x, {"noisy": noisy.astype(float), "share": share, "effect": effect})
