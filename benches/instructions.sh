#!/usr/bin/env bash
# Counts the instructions of a run with its twin, and of its parts, under valgrind; the counts do not depend on the
# load of the machine. Compares them with benches/instructions.txt, and fails if one is more than 5 % higher.
#
#   benches/instructions.sh          count and compare
#   benches/instructions.sh --keep   count, and keep these numbers from now on
#
# Counts depend slightly on compiler and system library; the file names the compiler. Without valgrind this exits with
# 77, as all checks do that cannot run here.
set -euo pipefail
cd "$(dirname "$0")/.."

kept=benches/instructions.txt
most=1.05      # of a kept number
replicates=10  # lived in one count
target=${CARGO_TARGET_DIR:-target}/performance
# Each part is a function with this name. Counts are inclusive of everything that it calls.
parts='run=instructions::live
founding=circulus::region::Region::of
draws=circulus::rules::fortune::Fortune::of
market=circulus::year::market::market
produce=circulus::year::produce::produce
join=circulus::year::join::join
trade=circulus::year::trade::trade
invest=circulus::year::invest::invest
dispose=circulus::year::dispose::dispose
risk=circulus::year::risk::risk
settle=circulus::year::settle::settle
books=circulus::year::balance::check
recording=circulus::record::recorder::Recorder::see'

if ! command -v valgrind >/dev/null; then
    echo "instructions.sh: SKIPPED, valgrind is not installed (Debian: apt-get install valgrind)" >&2
    exit 77
fi
mkdir -p "$target"
program=$(cargo bench --locked --bench instructions --no-run \
    --message-format=json-render-diagnostics |
    sed -n 's/.*"executable":"\([^"]*\/instructions-[^"]*\)".*/\1/p' | tail -1)

count() { # scenario: a line for each part, with the instructions of one run
    valgrind --tool=callgrind --callgrind-out-file="$target/callgrind.$1" "$program" "$1" "$replicates" \
        2>"$target/valgrind.txt" || { cat "$target/valgrind.txt" >&2; return 1; }
    callgrind_annotate --inclusive=yes --threshold=100 "$target/callgrind.$1" |
        awk -v scenario="$1" -v replicates="$replicates" -v parts="$parts" '
            { count = $1; gsub(",", "", count); sub(/^[^)]*\) +[^:]*:/, ""); sub(/ \[.*$/, "") }
            !($0 in found) { found[$0] = count }
            END {
                n = split(parts, part, "\n")
                for (i = 1; i <= n; i++) {
                    split(part[i], of, "=")
                    if (!(of[2] in found)) {
                        print "instructions.sh: no function " of[2] "; renamed, or inlined?" >"/dev/stderr"
                        exit 1
                    }
                    printf "%s %s %.0f\n", scenario, of[1], found[of[2]] / replicates
                }
            }'
}

counted=$target/instructions.txt
{
    echo "# Instructions of one run with its twin and of its parts, by benches/instructions.sh; rustc $(rustc --version | cut -d' ' -f2)"
    count classroom
    count sverdlovsk
} >"$counted.new"
mv "$counted.new" "$counted"

if [ "${1:-}" = --keep ]; then
    cp "$counted" "$kept"
    cat "$kept"
    exit
fi
[ -r "$kept" ] || { echo "instructions.sh: nothing is kept yet; --keep keeps these" >&2; exit 1; }
awk -v most="$most" '
    FNR == 1 { compiler[NR == FNR] = $NF; next }
    NR == FNR { kept[$1, $2] = $3; next }
    FNR == 2 { printf "%-12s %-10s %14s %14s %7s\n", "scenario", "part", "instructions", "kept", "ratio" }
    {
        ratio = kept[$1, $2] > 0 ? $3 / kept[$1, $2] : 0 # a part that is new has nothing to drift from
        above = ratio > most
        worse += above
        printf "%-12s %-10s %14d %14d %7.3f%s\n", $1, $2, $3, kept[$1, $2], ratio, above ? "  ABOVE" : ""
    }
    END {
        if (compiler[0] != compiler[1]) print "kept with rustc " compiler[1] ", counted with " compiler[0]
        if (worse) print worse " more than " (most - 1) * 100 " % above what is kept"
        exit worse > 0
    }' "$kept" "$counted"
