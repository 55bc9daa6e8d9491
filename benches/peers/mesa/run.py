"""Runs the core in Mesa on a complete scenario; prints times and yearly totals."""

import json
import sys
import time
import tomllib

from model import Cluster


def main(path):
    with open(path, "rb") as file:
        scenario = tomllib.load(file)
    start = time.perf_counter()
    model = Cluster(scenario)
    founded = time.perf_counter()
    for _ in range(scenario["scenario"]["years"]):
        model.step()
    end = time.perf_counter()
    years = model.datacollector.get_model_vars_dataframe().to_dict("records")
    print(json.dumps({"setup_s": founded - start, "years_s": end - founded, "years": years}))


if __name__ == "__main__":
    main(sys.argv[1])
