#!/usr/bin/env bash
# Makes a small sweep and reads it with another program, or drives circulus from one.
#   tests/readers/run.sh pandas | polars | duckdb | base.R | arrow.R | salib | ema
# CIRCULUS is the program, VENV a Python environment to use and fill. Exit code 77: skipped, with the reason.
set -eu
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
source "$root/tests/tools.sh"
circulus=$(program)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$circulus" "$work/bin/circulus"
export PATH=$work/bin:$PATH
cd "$work"

# The expected output of every reader, computed by awk.
sweep_fees() {
    local status=0
    circulus sweep "$here/fees.toml" --parquet >told.txt 2>&1 || status=$?
    [ "$status" = 3 ] || fail "10 runs should fail and the exit code be 3; it is $status: $(cat told.txt)"
    awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { runs++ }
        $at["error"] != "" { failed++; next }
        $at["policy.disposal_fee_factor"] == 5 { n++; sum += $at["total_reused_t"] }
        END { printf "%d runs, %d failed, mean at a fee of 5: %.3f t\n", runs, failed, sum / n }
    ' outputs/fees/runs.csv >expected.txt
    grep -q "^40 runs, 10 failed, " expected.txt || fail "the sweep is another one: $(cat expected.txt)"
}

reads_the_same() { # command...
    "$@" >read.txt || fail "$*"
    diff expected.txt read.txt || fail "$* reads something else"
    echo "$(basename "${!#}"): $(cat read.txt)"
}

case ${1:-} in
pandas)
    environment=$(python_with pandas pyarrow)
    sweep_fees
    reads_the_same "$environment" "$here/with_pandas.py"
    ;;
polars | duckdb)
    environment=$(python_with "$1")
    sweep_fees
    reads_the_same "$environment" "$here/with_$1.py"
    ;;
base.R)
    need Rscript r-base-core
    sweep_fees
    reads_the_same Rscript "$here/base.R"
    ;;
arrow.R)
    need Rscript r-base-core
    Rscript -e 'invisible(parse(commandArgs(TRUE)))' "$here/arrow.R" || fail "arrow.R is no R"
    Rscript -e 'quit(status = !requireNamespace("arrow", quietly = TRUE))' ||
        skip "R has no arrow (install.packages(\"arrow\")); arrow.R was parsed only"
    sweep_fees
    reads_the_same Rscript "$here/arrow.R"
    ;;
salib)
    environment=$(python_with SALib)
    cp "$root/configs/classroom.toml" "$here/salib.toml" .
    "$environment" "$here/with_salib.py"
    ;;
ema)
    environment=$(python_with ema_workbench)
    cp "$root/configs/classroom.toml" .
    "$environment" "$here/with_ema.py" 2>said.txt || fail "$(cat said.txt)" # a progress bar
    ;;
*) fail "usage: $0 pandas | polars | duckdb | base.R | arrow.R | salib | ema" ;;
esac
