#!/usr/bin/env bash
# Installs at once what the queues, readers and browsers of test.sh need, so that it is there when they come to it. What
# cannot be installed is no failure here: the check that needs it says so, and is skipped.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/tests/tools.sh"

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    wanted=()
    for pair in slurmctld:slurmctld slurmd:slurmd sbatch:slurm-client munged:munge parallel:parallel Rscript:r-base-core chromium:chromium; do
        [ -n "$(type -P "${pair%%:*}")" ] || wanted+=("${pair##*:}")
    done
    if [ ${#wanted[@]} -gt 0 ]; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq && apt-get install -y -qq --no-install-recommends "${wanted[@]}"
    fi
fi
(python_with SALib duckdb ema_workbench hyperqueue kubernetes-validate pandas polars pyarrow)
exit 0
