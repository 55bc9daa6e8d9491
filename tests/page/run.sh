#!/usr/bin/env bash
# Tries a page in a real browser: tests/page/run.sh report|classroom
# Or takes the picture of the README: tests/page/run.sh picture
# Installs Debian's Chromium if permitted, and npm packages below target/; exits with 77 if it cannot run here.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/tools.sh"

circulus=$(program)
need node nodejs
need npm npm
need chromium chromium
CHROMIUM=$(type -P chromium)
export CHROMIUM

here=${CARGO_TARGET_DIR:-$root/target}/page
mkdir -p "$here"
cp "$root"/tests/page/{package.json,*.mjs} "$here/"
(cd "$here" && npm install --no-audit --no-fund --loglevel=error >&2) || skip "npm cannot install what tests/page/package.json names"

desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
cd "$desk"
case ${1:-} in
report)
    cp "$root"/configs/{classroom,sverdlovsk}.toml .
    # Names that the page must escape.
    sed 's/^name = "classroom"/name = "names"/; s/"Lake Power Station"/"x<!--<script>"/; s/"Red Hill Mine"/"铜厂"/' classroom.toml >names.toml
    grep -q 'x<!--<script>' names.toml || fail "configs/classroom.toml has no Lake Power Station"
    for scenario in classroom sverdlovsk names; do
        "$circulus" run "$scenario.toml" --no-pictures >told.txt
        "$circulus" report "outputs/$scenario" >told.txt
        echo "$scenario:"
        timeout 120 node "$here/report.mjs" "outputs/$scenario.html"
    done
    ;;
classroom)
    # Rebuilds the program with the page embedded, to serve it.
    "$root/web/build.sh" || exit $?
    (cd "$root" && cargo build --locked --quiet --release)
    timeout 400 node "$here/page.mjs" "$root/web/dist/index.html" "${CARGO_TARGET_DIR:-$root/target}/release/circulus" "$root/configs"
    timeout 300 node "$here/teach.mjs" "$root/web/dist/index.html"
    ;;
picture)
    "$root/web/build.sh" || exit $?
    node "$here/picture.mjs" "$root/web/dist/index.html" "$root/docs/teach/page.png"
    ;;
*) fail "nothing called '${1:-}' can be tried; try: report, classroom, picture" ;;
esac
