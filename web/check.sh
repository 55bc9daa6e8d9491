#!/usr/bin/env bash
# Checks the scripts of the classroom page and of the report: types, lints, format, and that the files generated from
# them for the Rust code are up to date. Exits with 77 if Node.js or npm packages are unavailable.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/tests/tools.sh"
. "$root/web/modules.sh"

install_node_modules
node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' ||
    skip "ESLint needs Node.js 20.19 or later, here is $(node --version)"
cd "$root/web"
npm run --silent types || fail "types"
npm run --silent lint || fail "lints"
npm run --silent formatted || fail "format; mend it with: cd web && npm run format"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node bundle.js report "$work/report.bundle.js"
cmp "$work/report.bundle.js" "$root/crates/circulus-report/src/report.bundle.js" ||
    fail "crates/circulus-report/src/report.bundle.js is stale; renew it with: cd web && npm run report"
cmp node_modules/echarts/dist/echarts.min.js "$root/assets/echarts/echarts.min.js" ||
    fail "assets/echarts is not the version of ECharts that web/package.json names"
echo "types, lints, format, the report's bundle: well"
