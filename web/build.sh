#!/usr/bin/env bash
# Builds the classroom page: web/dist/index.html, one file, and web/dist/sw.js for those who host it.
# Needs Rust, and Node.js with npm, whose packages it installs into web/node_modules. Uses rustup's wasm32 target if it
# is installed or can be added, and Debian's compiler for it otherwise (as root it installs the packages). Exits with
# 77 and a reason if any of this is unavailable.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/tests/tools.sh"
. "$root/web/modules.sh"
cd "$root"
target=${CARGO_TARGET_DIR:-$root/target}
wasm32=wasm32-unknown-unknown
packages="rustc-web cargo-web rust-web-src lld-22"

say() { echo "web/build.sh: $*" >&2; }

has_target() { [ -d "$(rustc --print sysroot)/lib/rustlib/$wasm32/lib" ]; }

# Removes the paths of sources, which would differ from machine to machine.
flags="--remap-path-prefix=$root=. --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"

compile() {
    if has_target || { command -v rustup >/dev/null && rustup target add $wasm32 >/dev/null 2>&1 && has_target; }; then
        RUSTFLAGS="$flags" cargo build --locked --quiet -p circulus-web --lib --target $wasm32 --profile page
        return
    fi
    debian_compiler || return $?
    env RUSTC="$rustc_web" RUSTDOC="${rustc_web%rustc}rustdoc" RUSTC_BOOTSTRAP=1 RUSTFLAGS="$flags" \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$linker" \
        "$cargo_web" build --locked --quiet -Z build-std=std,panic_abort -p circulus-web --lib --target $wasm32 --profile page
}

# Debian's second compiler, for the web target; sets rustc_web, cargo_web and linker.
debian_compiler() {
    find_debian_compiler && return
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        say "rustup has no $wasm32 here; installing Debian's compiler for it ($packages)"
        # shellcheck disable=SC2086 # words are meant
        apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends $packages >&2 && find_debian_compiler && return
    fi
    say "no compiler for $wasm32; run 'rustup target add $wasm32', or on Debian 'apt-get install $packages'"
    return 77
}

find_debian_compiler() {
    local folder
    for folder in /usr/lib/rust-web/bin /usr/lib/rust-*/bin /usr/bin; do
        if [ -x "$folder/rustc" ] && [ -x "$folder/cargo" ] && [ -d "$("$folder/rustc" --print sysroot)/lib/rustlib/src" ]; then
            rustc_web=$folder/rustc cargo_web=$folder/cargo
            linker=$(compgen -c wasm-ld | sort -V | tail -1)
            [ -n "$linker" ] && return 0
        fi
    done
    return 1
}

install_node_modules
compile || exit $?
scripts=$(mktemp -d)
trap 'rm -rf "$scripts"' EXIT
node web/bundle.js page "$scripts"
mkdir -p web/dist "$scripts/dist"
cargo run --locked --quiet --profile assemble -p circulus-page --bin assemble -- \
    "$target/$wasm32/page/circulus_web.wasm" "$scripts" "$scripts/dist"
# The same page keeps its file, so that the program that embeds it is not linked again.
for file in "$scripts"/dist/*; do
    cmp -s "$file" "web/dist/$(basename "$file")" || mv "$file" web/dist/
done
