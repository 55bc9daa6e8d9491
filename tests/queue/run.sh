#!/usr/bin/env bash
# A sweep in four shards under a real queue: one task is killed and its part torn, merge reports it, it is queued
# again, and the merged files are identical to those made on one machine.
#   tests/queue/run.sh slurm | parallel | hyperqueue | kubernetes
# CIRCULUS is the program, VENV a Python environment to use and fill. Exit code 77: skipped, with the reason.
set -eu
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
source "$root/tests/tools.sh"
circulus=$(program)

work=$(mktemp -d)
background=
finish() {
    local status=$?
    if [ -n "$background" ]; then kill "$background" 2>/dev/null || true; fi
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
mkdir "$work/configs" "$work/bin"
cp "$root/configs/classroom.toml" "$work/configs"
sed 's#\.\./\.\./configs#configs#' array.toml >"$work/array.toml"
ln -s "$circulus" "$work/bin/circulus"
ln -s "$circulus" "$work/circulus"
export PATH=$work/bin:$PATH
cd "$work"
runs=5400

# The process on this machine that makes a shard.
pid_of_shard() {
    local process words
    for process in /proc/[0-9]*; do
        { mapfile -d '' -t words <"$process/cmdline"; } 2>/dev/null || continue
        [[ ${words[0]:-} == *circulus && " ${words[*]} " == *" --shard $1/4 "* ]] || continue
        [ "$(readlink "$process/cwd")" != "$work" ] || basename "$process"
    done
}

# Waits until a shard has finished some runs, and prints its process id.
under_way() {
    local part=outputs/array/parts/$1-of-4.runs
    for _ in $(seq 3000); do
        if [ "$(stat -c %s "$part" 2>/dev/null || echo 0)" -gt 20000 ] && [ -n "$(pid_of_shard "$1")" ]; then
            pid_of_shard "$1"
            return
        fi
        sleep 0.01
    done
    fail "shard $1 was not seen at work"
}

# Removes the last bytes of a part, as a power failure would.
tear() {
    truncate --size=-5 "outputs/array/parts/$1-of-4.runs"
}

# Merge must refuse, and list exactly these shards.
must_lack() {
    local told named
    if told=$(circulus merge array.toml 2>&1); then fail "merge did not see that shards $* are missing"; fi
    named=$(sed -n 's#^  shard \([0-9]*\)/4 is not finished, .*#\1#p' <<<"$told" | xargs)
    [ "$named" = "$*" ] || fail "merge should name the shards $*, and says: $told"
    [ ! -e outputs/array/runs.csv ] || fail "merge refused, and wrote runs.csv all the same"
}

# The merged files equal those of one machine, and no run was made twice: each is in the parts once.
must_equal() {
    local length names
    circulus merge array.toml --parquet >merged.txt 2>&1 || fail "merge: $(cat merged.txt)"
    circulus sweep array.toml --parquet --threads 2 --out alone >/dev/null
    diff -r --exclude=parts outputs/array alone/array || fail "one machine gives other files"
    [ "$(wc -l <outputs/array/runs.csv)" = $((runs + 1)) ] || fail "runs.csv has not $runs rows"
    length=$(stat -c %s alone/array/parts/1-of-1.runs)
    # Four headers of 33 bytes and four lists of names (29 bytes, the names, 4 bytes) instead of one; the records have the
    # same lengths.
    names=$(od -An -tu4 -j33 -N4 alone/array/parts/1-of-1.runs)
    [ "$(cat outputs/array/parts/*.runs | wc -c)" = $((length + 3 * (33 + 29 + names + 4))) ] || fail "a run was made twice"
    rm -r alone
}

# Two nodes with one core; this script continues inside the Slurm that it starts.
try_slurm() {
    if [ -z "${IN_SLURM:-}" ]; then
        IN_SLURM=1 "$here/slurm.sh" "$here/run.sh" slurm
        return
    fi
    local job
    circulus submit array.toml --shards 4 --partition short --time 00:05:00 --memory 200M --script job.sh >/dev/null
    job=$(sbatch --parsable job.sh)
    kill -9 "$(under_way 2)"
    under_way 3 >/dev/null
    scancel --signal=TERM --batch "${job}_3" # as Slurm does before the time limit
    wait_for_slurm
    tear 2
    grep -q "the same command goes on from there" "array-${job}_3.out" || fail "task 3 did not stop cleanly"
    must_lack 2 3
    scontrol requeue "${job}_2"
    scontrol update JobId="${job}_2" StartTime=now # Slurm holds a task back two minutes after a requeue
    sbatch --array=3 job.sh >/dev/null
    wait_for_slurm
    sbatch --wait --dependency="afterany:$job" --wrap "circulus merge array.toml" >/dev/null || fail "$(cat slurm-*.out)"
    must_equal
    echo "slurm: $(sinfo --version), 4 tasks on 2 nodes, 1 killed and requeued, 1 stopped and submitted again"
}

wait_for_slurm() {
    for _ in $(seq 600); do
        [ -n "$(squeue --noheader)" ] || return 0
        sleep 0.2
    done
    fail "Slurm did not finish: $(squeue)"
}

try_parallel() {
    need parallel parallel
    parallel --will-cite --jobs 2 --joblog jobs.log \
        circulus sweep array.toml --shard {}/4 --threads 1 ::: 1 2 3 4 >told.txt 2>&1 &
    background=$!
    kill -9 "$(under_way 2)"
    ! wait "$background" || fail "parallel did not see that a job was killed"
    background=
    tear 2
    must_lack 2
    parallel --will-cite --jobs 2 --joblog jobs.log --resume-failed \
        circulus sweep array.toml --shard {}/4 --threads 1 ::: 1 2 3 4 >told.txt
    [ "$(grep -c "is done" told.txt)" = 1 ] || fail "parallel should make shard 2 alone again: $(cat told.txt)"
    must_equal
    echo "parallel: $(parallel --version | head -n 1), 4 jobs, 1 killed and resumed"
}

try_hyperqueue() {
    local python
    python=$(python_with hyperqueue)
    "$python" "$here/hq.py" array.toml 4 >told.txt 2>&1 &
    background=$!
    kill -9 "$(under_way 2)"
    ! wait "$background" || fail "HyperQueue did not see that a task was killed"
    background=
    grep -q "shard 2/4 failed" told.txt || fail "HyperQueue names another task: $(cat told.txt)"
    tear 2
    must_lack 2
    "$python" "$here/hq.py" array.toml 4 >told.txt 2>&1 || fail "$(cat told.txt)"
    must_equal
    echo "hyperqueue: $("$python" -c 'import hyperqueue; print(hyperqueue.get_version())'), 4 tasks, 1 killed and submitted again"
}

# There is no cluster here: the manifest is checked against its schema, and its command run for each index.
try_kubernetes() {
    local python
    python=$(python_with kubernetes-validate)
    "$python" "$here/indexed.py" "$here/kubernetes.yaml" 2 >told.txt 2>&1 &
    background=$!
    kill -9 "$(under_way 3)"
    ! wait "$background" || fail "a killed container should fail"
    background=
    tear 3
    "$python" "$here/indexed.py" "$here/kubernetes.yaml" >told.txt 2>&1 || fail "$(cat told.txt)"
    must_equal
    echo "kubernetes: the manifest is valid; its command made 4 indices without a cluster, 1 killed and started again"
}

case ${1:-} in
slurm | parallel | hyperqueue | kubernetes) "try_$1" ;;
*) fail "usage: $0 slurm | parallel | hyperqueue | kubernetes" ;;
esac
