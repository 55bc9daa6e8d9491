"""Runs a design file in shards under a HyperQueue of its own, with a worker of two cores on this machine.

    python hq.py DESIGN.toml SHARDS

Shards that are finished already end at once, so the same command goes on after any failure.
"""

import sys

from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig

design, shards = sys.argv[1], int(sys.argv[2])
with LocalCluster(worker_config=WorkerConfig(cores=2)) as cluster:
    client = cluster.client()
    job = Job(max_fails=None)  # one failed shard does not stop the others
    for shard in range(1, shards + 1):
        job.program(["circulus", "sweep", design, "--shard", f"{shard}/{shards}", "--threads", "1"],
                    name=f"shard {shard}/{shards}", stdout=f"shard_{shard}.out", stderr=f"shard_{shard}.err")
    submitted = client.submit(job)
    client.wait_for_jobs([submitted], raise_on_error=False)
    failed = client.get_failed_tasks(submitted)
    for task, why in sorted(failed.items()):
        print(f"{job.task_by_id(task).label} failed: {why.error}")
sys.exit(1 if failed else 0)
