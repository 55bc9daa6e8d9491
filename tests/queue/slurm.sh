#!/usr/bin/env bash
# Starts a private Slurm (two nodes of one core on loopback), runs a command in it, and shuts it down.
#   tests/queue/slurm.sh sbatch --wait job.sh
# Keys, sockets, state and logs are in a temporary folder; the machine's own Slurm and munge are not touched.
# Exit code: the command's; 77 with a line 'SKIPPED: reason' if Slurm is unavailable; 1 if it does not start.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
source "$root/tests/tools.sh"

[ $# -gt 0 ] || fail "usage: $0 COMMAND..."
[ "$(id -u)" = 0 ] || skip "a Slurm of its own needs root"
for command in slurmctld slurmd sbatch munged; do
    need "$command" slurmctld slurmd slurm-client munge
done

scratch=$(mktemp -d /tmp/slurm.XXXXXX) # short: a socket's path has at most 108 letters
started=()
take_down() {
    local status=$? pid
    trap - EXIT INT TERM
    scancel --quiet --user=root >/dev/null 2>&1
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null; done
    for _ in $(seq 50); do
        jobs -r | grep -q . || break
        sleep 0.1
    done
    for pid in "${started[@]}"; do kill -9 "$pid" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$scratch"
    exit "$status"
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

give_up() {
    tail -n 20 "$scratch"/*.log >&2
    fail "$*"
}

# Three consecutive free ports.
port=
for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    for at in 0 1 2; do
        ! (exec 3<>"/dev/tcp/127.0.0.1/$((port + at))") 2>/dev/null || continue 2
    done
    break
done

here=$(hostname -s)
mkdir "$scratch/state" "$scratch/n1" "$scratch/n2"
chmod 755 "$scratch" # munge wants its socket reachable by all and writable by root alone
export SLURM_CONF=$scratch/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$here(127.0.0.1)
SlurmctldPort=$port
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket=$scratch/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/%n
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd-%n.pid
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdLogFile=$scratch/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=sched_interval=1,batch_sched_delay=0
ReturnToService=2
MailProg=/bin/true
KillWait=5
NodeName=n[1-2] NodeHostname=$here NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=1 RealMemory=2000
PartitionName=short Nodes=n[1-2] Default=YES MaxTime=60 State=UP
CONF

dd if=/dev/urandom of="$scratch/munge.key" bs=128 count=1 status=none && chmod 400 "$scratch/munge.key"
munged --foreground --force --key-file="$scratch/munge.key" --socket="$scratch/munge.socket" \
    --pid-file="$scratch/munge.pid" --seed-file="$scratch/munge.seed" --log-file="$scratch/munge.log" \
    >"$scratch/munge-said.log" 2>&1 &
started+=($!)
for _ in $(seq 50); do
    [ -S "$scratch/munge.socket" ] && break
    sleep 0.1
done
slurmctld -D >"$scratch/slurmctld-said.log" 2>&1 &
started+=($!)
for node in n1 n2; do
    slurmd -D -N "$node" >"$scratch/$node-said.log" 2>&1 &
    started+=($!)
done
for _ in $(seq 300); do
    [ "$(sinfo --noheader --Node --states=idle --format=%N 2>/dev/null | wc -l)" = 2 ] && break
    sleep 0.1
done
[ "$(sinfo --noheader --Node --states=idle --format=%N 2>/dev/null | wc -l)" = 2 ] || give_up "the two nodes did not come up"

"$@"
