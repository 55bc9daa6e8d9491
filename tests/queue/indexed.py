"""Checks a Kubernetes job against the schema of its kind, and runs its container's command here.

    python indexed.py JOB.yaml            every index in turn, in the current folder in place of workingDir
    python indexed.py JOB.yaml INDEX      one index
"""

import os
import subprocess
import sys

import kubernetes_validate
import yaml

with open(sys.argv[1]) as file:
    job = yaml.safe_load(file)
kubernetes_validate.validate(job, "1.29", strict=True)
spec = job["spec"]
assert spec["completionMode"] == "Indexed", "only an indexed job tells its pods apart"
(container,) = spec["template"]["spec"]["containers"]
indices = [int(sys.argv[2])] if len(sys.argv) > 2 else range(spec["completions"])
for index in indices:
    command = container["command"] + container["args"]
    done = subprocess.run(command, env={**os.environ, "JOB_COMPLETION_INDEX": str(index)})
    if done.returncode:
        sys.exit(f"index {index} ended with {done.returncode}: {command}")
