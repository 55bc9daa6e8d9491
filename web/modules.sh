# Functions shared by the scripts that need npm packages; sourced after tests/tools.sh, with `root` set to the
# project's folder.

# Installs the packages of web/package-lock.json into web/node_modules if needed; skips the check if that is
# impossible.
install_node_modules() {
    need node nodejs
    need npm npm
    local stamp=$root/web/node_modules/.lock
    cmp -s "$root/web/package-lock.json" "$stamp" && return
    (cd "$root/web" && npm ci --loglevel=error >&2) || skip "npm cannot install what web/package-lock.json names"
    cp "$root/web/package-lock.json" "$stamp"
}
