#!/usr/bin/env bash
# Everything that the build server runs. Needs cargo; installs a C linker on a bare Debian. For the checks with real
# queues, readers and a browser it installs Slurm, GNU parallel, R, Node.js and Chromium (as root on Debian), and
# Python and npm packages below target/ and in web/node_modules/; elsewhere those checks are skipped. Prints the test
# runner's output and a count at the end; fails if anything fails.
set -u
cd "$(dirname "$0")"

passed=0 failed=0 skipped=0
declare -A started
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT # what runs in the background ignores Ctrl-C

check() { # what, command...
    local what=$1 start=$SECONDS
    shift
    echo "==> $what: $*"
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAILED: $what"
        failed=$((failed + 1))
    fi
    took "$what" "$start"
}

check_or_skip() { # what, command... that ends with 77 when it cannot be tried here, and says why
    local start=$SECONDS
    echo "==> $1: ${*:2}"
    "${@:2}"
    case $? in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *)
        echo "FAILED: $1"
        failed=$((failed + 1))
        ;;
    esac
    took "$1" "$start"
}

# Starts a command in the background, for a core that would be idle: linking, downloads and sleeping tests use only one.
later() { # name, command...
    "${@:2}" >"$work/$1.txt" 2>&1 &
    started[$1]=$!
}

# Waits for such a command, and prints what it printed.
finished() { # name
    local status=0
    wait "${started[$1]}" || status=$?
    cat "$work/$1.txt"
    return $status
}

took() { # what, the second at which it began
    printf '%6d s  %s\n' $((SECONDS - $2)) "$1" >>"$work/took.txt"
}

skip() { # what, why
    echo "==> $1: SKIPPED, $2"
    skipped=$((skipped + 1))
}

# Rust links with the system's C compiler.
need_linker() {
    command -v cc >/dev/null && return
    local as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if command -v apt-get >/dev/null; then
        $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends gcc libc6-dev && return
    fi
    echo "test.sh: no C linker; install gcc (Debian: apt-get install gcc libc6-dev) and try again" >&2
    exit 1
}

# The same scenario in both builds: every byte of every file, pictures and manifest included.
same_bytes() {
    local build
    for build in debug release; do
        mkdir -p "$work/$build" && ln -sfn "$PWD/configs" "$work/$build/configs" || return 1
        (cd "$work/$build" && "$target/$build/circulus" run "$1" --name results --parquet >told.txt) || return 1
    done
    diff -r "$work/debug" "$work/release" || return 1
    grep '"results_hash"' "$work/release/outputs/results/manifest.json"
}

# Runs every example of an experiment with the command in its second or third line, and verifies one of the folders.
examples() (
    local file command
    mkdir -p "$work/examples" && ln -sfn "$PWD/configs" "$work/examples/configs" && cd "$work/examples" || return 1
    for file in configs/experiments/*.toml; do
        command=$(sed -n 's/^# circulus \([a-z]* configs.*\)/\1/p' "$file")
        [ -n "$command" ] || { echo "$file names no command that runs it"; return 1; }
        case $command in robust*) # with few points: all of them take minutes
            mkdir -p few/experiments && cp configs/*.toml few/ &&
                sed 's/^samples = .*/samples = 16/' "$file" >"few/experiments/${file##*/}" || return 1
            command="robust few/experiments/${file##*/}" ;;
        esac
        # shellcheck disable=SC2086 # words are meant
        "$target/release/circulus" $command >told.txt || { cat told.txt; echo "failed: circulus $command"; return 1; }
    done
    "$target/release/circulus" verify outputs/fees
)

# Every example of the library, as the tests have built it.
rust_examples() {
    local file
    for file in examples/*.rs; do
        "$target/debug/examples/$(basename "$file" .rs)" >"$work/told.txt" || return 1
        [ -s "$work/told.txt" ] || { echo "$file printed nothing"; return 1; }
    done
}

if ! command -v cargo >/dev/null && [ -r "${CARGO_HOME:-$HOME/.cargo}/env" ]; then
    . "${CARGO_HOME:-$HOME/.cargo}/env"
fi
if ! command -v cargo >/dev/null; then
    echo "test.sh: no cargo; install Rust from https://rustup.rs and try again" >&2
    exit 1
fi
need_linker
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
# Every debug build below takes the same packages: with others, cargo would choose other features and compile dependencies again.
all=(--locked --workspace --exclude circulus-page)

# The program embeds the page, so only its libraries can be built before.
later release_libraries cargo build --locked --quiet --release --lib
check_or_skip "the classroom page" web/build.sh
check "release build: libraries" finished release_libraries
later release cargo build --locked --quiet --release # as README has it
check_or_skip "scripts of page and report" web/check.sh
check_or_skip "licences and sources of the dependencies" tests/licences.sh
later packages tests/packages.sh
if cargo fmt --version >/dev/null 2>&1; then
    check "format" cargo fmt --all --check
else
    skip "format" "rustfmt is not installed (rustup component add rustfmt)"
fi
if cargo clippy --version >/dev/null 2>&1; then
    check "lints" cargo clippy "${all[@]}" --quiet --all-targets -- -D warnings
else
    skip "lints" "clippy is not installed (rustup component add clippy)"
fi
check "the library alone" cargo check --locked --quiet --package circulus --lib
check "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc "${all[@]}" --quiet --no-deps
check "build of the tests" cargo test "${all[@]}" --quiet --no-run
# Ten seconds for each of the seven fuzz targets; a failure prints its seed and input.
export BOLERO_RANDOM_TEST_TIME_MS=10000
echo "==> tests: cargo test"
start=$SECONDS
cargo test "${all[@]}" --no-fail-fast 2>&1 | tee "$work/tests.txt"
tests=${PIPESTATUS[0]}
took "tests" "$start"
passed=$((passed + $(awk '/^test result:/ { n += $4 } END { print n + 0 }' "$work/tests.txt")))
failing=$(awk '/^test result:/ { n += $6 } END { print n + 0 }' "$work/tests.txt")
[ "$tests" = 0 ] || [ "$failing" -gt 0 ] || failing=1 # the tests did not build
failed=$((failed + failing))
check "examples of the library" rust_examples
check "release build" finished release
finished packages # what is missing, the checks below tell
check "same bytes in debug and release" same_bytes configs/classroom.toml
check "example experiments" examples

for queue in slurm parallel hyperqueue kubernetes; do
    check_or_skip "a sweep under $queue" tests/queue/run.sh "$queue"
done
for reader in pandas polars duckdb base.R arrow.R; do
    check_or_skip "results read with $reader" tests/readers/run.sh "$reader"
done
check_or_skip "a report in a browser" tests/page/run.sh report
check_or_skip "the classroom page in a browser" tests/page/run.sh classroom
for driver in salib ema; do
    check_or_skip "driven from $driver" tests/readers/run.sh "$driver"
done

echo
echo "Where the $SECONDS s went:"
sort -rn "$work/took.txt"
grep '^test result:' "$work/tests.txt"
[ "$skipped" = 0 ] || echo "$skipped skipped, see above"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
