import subprocess

import numpy as np
import pandas as pd
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

problem = {
    "num_vars": 3,
    "names": ["policy.disposal_fee_factor", "join.w_norm", "policy.subsidy_per_t"],
    "bounds": [[1, 5], [0, 1], [0, 150]],
}
points = sample.sample(problem, 32, calc_second_order=False, seed=1)
pd.DataFrame(points, columns=problem["names"]).to_csv("salib.csv", index=False)

# salib.toml names salib.csv as its points: [design] kind = "points", file = "salib.csv".
subprocess.run(["circulus", "sweep", "salib.toml", "--force"], check=True, stdout=subprocess.DEVNULL)

runs = pd.read_csv("outputs/salib/runs.csv")
gain = runs.groupby("point")["counterfactual_total_reused_t"].mean()  # in the order of the points
found = analyze.analyze(problem, gain.to_numpy(), calc_second_order=False, seed=1)
for name, first, total in zip(problem["names"], found["S1"], found["ST"]):
    print(f"{name}: first order {first:.3f}, total {total:.3f}")

# Every point went through as it was drawn.
assert np.array_equal(runs.drop_duplicates("point")[problem["names"]].to_numpy(), points)
assert len(runs) == 5 * len(points)
