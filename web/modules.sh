# What the scripts that need npm packages share; sourced after tests/tools.sh, with `root` set to the project's folder.

# Installs the packages of web/package-lock.json into web/node_modules, where they are not; skips where that cannot be.
install_node_modules() {
    need node nodejs
    need npm npm
    local stamp=$root/web/node_modules/.lock
    cmp -s "$root/web/package-lock.json" "$stamp" && return
    (cd "$root/web" && npm ci --loglevel=error >&2) || skip "npm cannot install what web/package-lock.json names"
    cp "$root/web/package-lock.json" "$stamp"
}
