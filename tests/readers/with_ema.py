import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator

# The workbench wants names without dots.
keys = {"fee": "policy.disposal_fee_factor", "norm": "join.w_norm"}
kept = ["counterfactual_total_reused_t", "last_members"]


def sweep(points, name):
    """The mean of each kept indicator over the replicates, a row a point."""
    Path(name).mkdir(exist_ok=True)
    points.rename(columns=keys).to_csv(f"{name}/points.csv", index=False)
    Path(f"{name}/design.toml").write_text(f"""
        [experiment]
        name = "runs"
        scenario = "../classroom.toml"
        replicates = 5
        indicators = {kept}
        [design]
        kind = "points"
        file = "points.csv"
    """)
    command = ["circulus", "sweep", f"{name}/design.toml", "--out", name, "--force"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return pd.read_csv(f"{name}/runs/runs.csv").groupby("point")[kept].mean()


def circulus(**point):
    return sweep(pd.DataFrame([point]), "one").iloc[0].to_dict()


model = Model("circulus", function=circulus)
model.uncertainties = [RealParameter("fee", 0.5, 5), RealParameter("norm", 0, 1)]
model.outcomes = [ScalarOutcome(name) for name in kept]
np.random.seed(1)
with SequentialEvaluator(model) as evaluator:
    experiments, outcomes = evaluator.perform_experiments(scenarios=20)
print(pd.DataFrame(outcomes).describe().loc[["min", "mean", "max"]].to_string())

# One sweep of all the points at once gives the same, and is faster by far.
together = sweep(experiments[list(keys)], "all")
pd.testing.assert_frame_equal(pd.DataFrame(outcomes), together, check_names=False, check_exact=True)
