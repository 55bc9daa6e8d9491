#!/usr/bin/env bash
# Installs what the queues, readers and browsers of test.sh need, so that it is there when they come to it. What cannot be
# installed is no failure here: the check that needs it says so, and is skipped.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/tests/tools.sh"

# In subshells, as each ends when it cannot go on.
(need slurmctld slurmctld slurmd slurm-client munge)
(need parallel parallel)
(need Rscript r-base-core)
(need chromium chromium)
mapfile -t packages < <(sed 's/==.*//' "$root/tests/requirements.txt")
(python_with "${packages[@]}")
exit 0
