#!/usr/bin/env bash
# Makes all measurements for docs/develop/performance.md, and writes that page.
#
#   benches/performance.sh           up to 1,000,000 plants; a quarter of an hour, best on a machine that does nothing else
#   benches/performance.sh --quick   up to 100,000 plants, few rounds, to try it out: the page stays below target/
#   benches/performance.sh --page    only the page again, from what was measured last
#
# Every world runs in its own process. Sizes and numbers of threads take turns, so that other load on the machine
# affects all of them; ratios are within a round. Fails if threads change a result, or if instruction counts drift.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}/performance
sizes="1000 10000 100000 1000000" rounds=3 turns=1 years=30 criterion=()

page() { # a measurement in a hurry does not replace a thorough one
    benches/performance_page.sh "$target" >"$target/page.md"
    if grep -q '^mode.--quick$' "$target/machine.tsv"; then
        echo "$target/page.md is written" >&2
    else
        cp "$target/page.md" docs/develop/performance.md
        echo "docs/develop/performance.md is written" >&2
    fi
}

case "${1:-}" in
"") ;;
--quick)
    sizes="1000 10000 100000" rounds=3 turns=1
    criterion=(--sample-size 20 --measurement-time 0.3 --warm-up-time 0.1)
    ;;
--page)
    page
    exit
    ;;
*)
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
threads=$(nproc)
[ "$threads" -lt 2 ] || threads=2 # what most have at least
largest=${sizes##* }

bench() { # name, arguments...: a target of this package; what it measures is the library
    cargo bench --locked --quiet --bench "$1" -- "${@:2}"
}

scale() { # set, plants, threads, round: a line for each number, found again by these four
    echo "$1: $2 plants, $3 threads, round $4" >&2
    bench scale "$2" "$years" "$3" | sed "s/^/$1\t$2\t$3\t$4\t/" >>"$target/scale.tsv"
}

changed() { # since the commit; the page itself does not count
    ! git diff --quiet HEAD -- . ':!docs/develop/performance.md'
}

mkdir -p "$target"
rm -rf "$target"/*.tsv "${CARGO_TARGET_DIR:-target}"/criterion/{classroom,sverdlovsk}
# Describes the machine for readers, without host or folder names.
{
    printf 'processor\t%s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
    printf 'cores\t%s\n' "$(nproc)"
    printf 'memory_gb\t%s\n' "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo)"
    printf 'system\t%s\n' "$(uname -sm)"
    printf 'rustc\t%s\n' "$(rustc --version | cut -d' ' -f2)"
    printf 'commit\t%s\n' "$(git rev-parse --short HEAD)$(changed && echo ' with changes')"
    printf 'mode\t%s\n' "${1:-full}"
    printf 'rounds\t%s\n' "$rounds"
    printf 'turns\t%s\n' "$turns"
    printf 'threads\t%s\n' "$threads"
} >"$target/machine.tsv"

echo "one run, part by part" >&2
bench year --quiet ${criterion[@]+"${criterion[@]}"} >"$target/year.txt"
for estimates in "${CARGO_TARGET_DIR:-target}"/criterion/{classroom,sverdlovsk}/*/new/estimates.json; do
    part=$(dirname "$(dirname "$estimates")")
    printf '%s\t%s\t%s\n' "$(basename "$(dirname "$part")")" "$(basename "$part")" \
        "$(sed 's/.*"median":{\("confidence_interval":{[^}]*}\),"point_estimate":\([0-9.e+-]*\).*/\2/' "$estimates")"
done >"$target/year.tsv"

for round in $(seq "$rounds"); do
    for plants in $sizes; do scale sizes "$plants" "$threads" "$round"; done
done
for round in $(seq "$turns"); do
    for threads in 1 2 8; do scale threads "$largest" "$threads" "$round"; done
done

drifted=0
benches/instructions.sh >"$target/drift.txt" || drifted=$?
[ "$drifted" != 77 ] || { rm -f "$target/instructions.txt"; drifted=0; } # an old count is not of this commit

page
[ "$drifted" = 0 ] || { cat "$target/drift.txt" >&2; exit 1; }
digests=$(awk -F'\t' -v of="$largest" '$2 == of && $5 == "digest" { print $6 }' "$target/scale.tsv" | sort -u | wc -l)
[ "$digests" = 1 ] || { echo "runs of $largest plants ended in $digests different states" >&2; exit 1; }
