#!/usr/bin/env bash
# Builds the three programs, checks that they give the same results, and times them. The table is written to
# target/peers.md. Needs cargo and Python 3.11 or newer with venv (set PYTHON to use another than python3; Mesa 3.4 and
# later need 3.12); installs Mesa below target/.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd ../.. && realpath -m "${CARGO_TARGET_DIR:-target}")/peers
python=$target/venv/bin/python

mkdir -p "$target"
[ -x "$python" ] || "${PYTHON:-python3}" -m venv "$target/venv"
"$python" -m pip install --quiet --disable-pip-version-check --requirement mesa/requirements.txt
circulus=$(cargo bench --quiet --locked --bench peers --no-run --message-format=json-render-diagnostics |
    sed -n 's/.*"executable":"\([^"]*\/peers-[^"]*\)".*/\1/p' | tail -1)
cargo build --release --quiet --locked --manifest-path ixa/Cargo.toml --target-dir "$target/ixa"

"$python" compare.py "$target" "$circulus"
