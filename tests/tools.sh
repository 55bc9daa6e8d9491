# Functions shared by the scripts for queues and readers; sourced with `root` set to the project's folder.

# Reports a failure.
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# Reports that the check cannot run here.
skip() {
    echo "SKIPPED: $*" >&2 # not to standard output, which a caller may be reading
    exit 77
}

# Path of the program: CIRCULUS, or the last one built by cargo.
program() {
    local target=${CARGO_TARGET_DIR:-$root/target} built
    built=$(cd "$root" && ls -t "$target"/{debug,release}/circulus 2>/dev/null | head -n 1)
    built=${CIRCULUS:-$built}
    [ -x "$built" ] || fail "there is no circulus; build it with cargo build, or say where it is: CIRCULUS=PATH"
    readlink -f "$built"
}

# Installs Debian packages if a command is missing; skips the check if that is impossible.
need() { # command, packages...
    [ -z "$(type -P "$1")" ] || return 0
    command -v apt-get >/dev/null || skip "$1 is not installed, and there is no apt-get"
    [ "$(id -u)" = 0 ] || skip "$1 is not installed, and apt-get needs root"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null 2>&1 || true
    apt-get install -y -qq --no-install-recommends "${@:2}" >/dev/null 2>&1 || true
    [ -n "$(type -P "$1")" ] || skip "apt-get cannot install ${*:2}"
}

# A Python environment with the listed packages; prints the path of its python.
python_with() { # packages as in tests/requirements.txt
    local venv=${VENV:-${CARGO_TARGET_DIR:-$root/target}/venv} wanted=() package
    command -v python3 >/dev/null || skip "there is no python3"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || skip "python3 is older than 3.11"
    [ -x "$venv/bin/pip" ] || python3 -m venv "$venv" >/dev/null 2>&1 || skip "python3 cannot make a venv"
    for package in "$@"; do
        wanted+=("$(grep "^$package==" "$root/tests/requirements.txt")") || fail "$package has no version"
    done
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${wanted[@]}" >&2 || skip "pip cannot install $*"
    echo "$venv/bin/python"
}
