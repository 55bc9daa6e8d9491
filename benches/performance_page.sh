#!/usr/bin/env bash
# Prints docs/develop/performance.md from the measurements of benches/performance.sh; the argument is their folder.
set -euo pipefail
target=$1

machine() { awk -F'\t' -v of="$1" '$1 == of { print $2 }' "$target/machine.tsv"; }

# Shared by all tables: the measurements by name, medians, and number formats.
read -r -d '' common <<'AWK' || true
BEGIN { FS = "\t" }
# From scale.tsv: set, plants, threads, round, name, value.
NF == 6 {
    value[$1, $2, $3, $5, $4] = $6
    if ($4 > last[$1, $2, $3]) last[$1, $2, $3] = $4
    if ($1 == "sizes" && !($2 in seen)) { seen[$2]; size[++sizes] = $2; threads = $3 }
}
# From year.tsv: scenario, part, nanoseconds.
NF == 3 { small[$1, $2] = $3 / 1e9 }
function sorted(n, i, j, x) {
    for (i = 2; i <= n; i++) {
        x = list[i]
        for (j = i - 1; j > 0 && list[j] > x; j--) list[j + 1] = list[j]
        list[j + 1] = x
    }
}
function rounds(set, plants, threads, name, r, n) {
    n = last[set, plants, threads]
    for (r = 1; r <= n; r++) list[r] = value[set, plants, threads, name, r] + 0
    sorted(n)
    return n
}
function median(set, plants, threads, name, n) {
    n = rounds(set, plants, threads, name)
    return list[int((n + 1) / 2)]
}
# Median of the ratios, within a round, of one size and number of threads to another.
function ratio(set, plants, threads, to_plants, to_threads, name, r, n) {
    n = last[set, plants, threads]
    for (r = 1; r <= n; r++) list[r] = value[set, plants, threads, name, r] / value[set, to_plants, to_threads, name, r]
    sorted(n)
    return list[int((n + 1) / 2)]
}
# Times are rounded to three significant digits; whole numbers are given in full.
function show(x, unit) {
    if (x < 100) return sprintf("%.3g", x)
    unit = x < 1e5 ? 1 : 10 ^ (int(log(x) / log(10) + 1e-9) - 2)
    return whole(int(x / unit + 0.5) * unit)
}
function whole(x, text, rest) {
    text = sprintf("%.0f", x)
    while (text ~ /^[0-9][0-9][0-9][0-9]/) {
        rest = "," substr(text, length(text) - 2) rest
        text = substr(text, 1, length(text) - 3)
    }
    return text rest
}
AWK

parts() {
    awk "$common"'
    END {
        n = split("founding draws market produce join trade invest dispose risk settle recording", part, " ")
        line = "| part | 8 | 57 |"; rule = "|---|---:|---:|"
        for (s = 1; s <= sizes; s++) { line = line " " whole(size[s]) " |"; rule = rule "---:|" }
        print line; print rule
        for (p = 1; p <= n; p++) {
            line = "| " part[p] " | " show(1e3 * small["classroom", part[p]]) " | " show(1e3 * small["sverdlovsk", part[p]]) " |"
            for (s = 1; s <= sizes; s++) line = line " " show(1e3 * median("sizes", size[s], threads, part[p] "_s")) " |"
            print line
        }
        line = "| **one world** | | |"
        for (s = 1; s <= sizes; s++) line = line " " show(1e3 * median("sizes", size[s], threads, "total_s")) " |"
        print line
        line = "| **run with its twin** | " show(1e3 * small["classroom", "run"]) " | " show(1e3 * small["sverdlovsk", "run"]) " |"
        for (s = 1; s <= sizes; s++) line = line " |"
        print line
    }' "$target/year.tsv" "$target/scale.tsv"
}

by_size() {
    awk "$common"'
    END {
        print "| plants | seconds | least to most | over the size before | plants x years a second | peak MB | over the size before | bytes a plant |"
        print "|---:|---:|---:|---:|---:|---:|---:|---:|"
        for (s = 1; s <= sizes; s++) {
            n = rounds("sizes", size[s], threads, "total_s")
            spread = show(list[1]) " to " show(list[n])
            time = memory = ""
            if (s > 1) {
                time = show(ratio("sizes", size[s], threads, size[s - 1], threads, "total_s"))
                memory = show(ratio("sizes", size[s], threads, size[s - 1], threads, "peak_mb"))
            }
            print "| " whole(size[s]) " | " show(median("sizes", size[s], threads, "total_s")) " | " spread " | " time " | " \
                show(median("sizes", size[s], threads, "plant_years_per_s")) " | " \
                show(median("sizes", size[s], threads, "peak_mb")) " | " memory " | " \
                show(median("sizes", size[s], threads, "bytes_per_plant")) " |"
        }
    }' "$target/scale.tsv"
}

floors() {
    awk "$common"'
    END {
        print "| plants | state, MB | streaming it, s | million numbers | drawing them, s | both, s | one world over both |"
        print "|---:|---:|---:|---:|---:|---:|---:|"
        for (s = 1; s <= sizes; s++) {
            print "| " whole(size[s]) " | " show(median("sizes", size[s], threads, "state_mb")) " | " \
                show(median("sizes", size[s], threads, "stream_s")) " | " \
                show(median("sizes", size[s], threads, "uniforms") / 1e6) " | " \
                show(median("sizes", size[s], threads, "uniforms_s")) " | " \
                show(median("sizes", size[s], threads, "floor_s")) " | " \
                show(median("sizes", size[s], threads, "over_floor")) " |"
        }
    }' "$target/scale.tsv"
}

by_threads() {
    awk "$common"'
    END {
        print "| threads | seconds | over one thread | peak MB | digest |"
        print "|---:|---:|---:|---:|---|"
        of = split("1 2 8", number, " ")
        for (i = 1; i <= of; i++) {
            k = number[i]
            digest = value["threads", size[sizes], k, "digest", 1]
            for (r = 2; r <= last["threads", size[sizes], k]; r++)
                if (value["threads", size[sizes], k, "digest", r] != digest) digest = "differs between rounds"
            print "| " k " | " show(median("threads", size[sizes], k, "total_s")) " | " \
                sprintf("%.2f", ratio("threads", size[sizes], k, size[sizes], 1, "total_s")) " | " \
                show(median("threads", size[sizes], k, "peak_mb")) " | `" substr(digest, 1, 22) "` |"
        }
    }' "$target/scale.tsv"
}

instructions() {
    [ -r "$target/instructions.txt" ] || { echo "Not counted: valgrind is not installed."; return; }
    awk "$common"'
    BEGIN { FS = " " }
    /^#/ { next }
    $1 == "classroom" { part[++n] = $2 }
    { count[$1, $2] = $3 }
    END {
        print "| part | 8 plants | 57 plants |"; print "|---|---:|---:|"
        for (p = 1; p <= n; p++) print "| " part[p] " | " whole(count["classroom", part[p]]) " | " whole(count["sverdlovsk", part[p]]) " |"
    }' "$target/instructions.txt"
}

aims() {
    awk "$common"'
    function row(what, aim, found) { print "| " what " | " aim " | " found " |" }
    END {
        print "| | aim | found |"; print "|---|---:|---:|"
        row("classroom.toml, run with its twin", "0.1 ms", show(1e3 * small["classroom", "run"]) " ms")
        row("sverdlovsk.toml, run with its twin", "1 ms", show(1e3 * small["sverdlovsk", "run"]) " ms")
        if (size[sizes] == 1000000) {
            row("1,000,000 plants, one world of 30 years", "60 s, better 20 s", show(median("sizes", 1000000, threads, "total_s")) " s")
            row("its memory", "2 GB, better 1 GB", show(median("sizes", 1000000, threads, "peak_mb") / 1e3) " GB")
            row("time, 1,000,000 over 100,000 plants", "at most 12", show(ratio("sizes", 1000000, threads, 100000, threads, "total_s")))
            row("memory, 1,000,000 over 100,000 plants", "at most 12", show(ratio("sizes", 1000000, threads, 100000, threads, "peak_mb")))
        }
        of = split("1 2 8", number, " ")
        for (i = 1; i <= of; i++) for (r = 1; r <= last["threads", size[sizes], number[i]]; r++) {
            digest = value["threads", size[sizes], number[i], "digest", r]
            if (!(digest in states)) { states[digest]; different++ }
        }
        row("results of " whole(size[sizes]) " plants on 1, 2 and 8 threads", "the same bytes", different == 1 ? "the same" : different " different")
    }' "$target/year.tsv" "$target/scale.tsv"
}

peers() { # the table of benches/peers, below a heading of this page
    local table=$target/../peers.md
    [ -r "$table" ] || { echo "Not measured here; [benches/peers](../../benches/peers/README.md) says what is compared, and how."; return; }
    echo "The same small model in three frameworks; [benches/peers](../../benches/peers/README.md) says what is compared, and how."
    sed '1{/^# /d}; s/^#/##/' "$table"
}

hint=""
[ "$(machine mode)" = full ] || hint="
**A quick measurement** (\`--quick\`), to try the script out. These are not figures to quote.
"
cat <<PAGE
# Performance

How long runs take, how much memory they need, and how far both are from the best that the machine could do.
This page is written by \`benches/performance.sh\`; to change its words, change \`benches/performance_page.sh\`.
$hint
$(machine processor), $(machine cores) cores, $(machine memory_gb) GB, $(machine system), Rust $(machine rustc), commit $(machine commit).

$(aims)

Machines are shared and noisy: figures here are medians, and a ratio is the median of the ratios within each round. Compare only figures from the same page.

## Part by part

Milliseconds for all 30 years of one world with its company; 8 plants are \`configs/classroom.toml\`, 57 are \`configs/sverdlovsk.toml\`, and
the others \`configs/million.toml\` at that size. A phase includes its check of the books. Worlds of 8 and 57 plants run on one core.

$(parts)

- *Founding* finds streams, slots, links and neighbours; *draws* are the year's luck; *recording* keeps a row of indicators a year.
- The two small scenarios are timed by criterion (\`benches/year.rs\`): each phase on copies of the world as it was before that phase. The others are timed
  during a run (\`benches/scale.rs\`), on $(machine threads) threads, medians of $(machine rounds) rounds. There the market phase also opens the new year's books.
- A copy is less warm in the cache than a world in use: the parts of the small scenarios show shares, and add up to
  somewhat more than the whole world takes. A run simulates two worlds, which share region and luck; each is timed on another replicate.
- Nothing is written to disk, and reading the scenario is not counted.

## By size

One world, its founding and 30 years, on $(machine threads) threads: medians of $(machine rounds) rounds in which sizes take turns. Area, clusters and demand grow with the plants.

$(by_size)

Peak memory is the largest resident size, including the program and the scenario; bytes per plant exclude what was resident before the scenario was read.

## The floor

A program that keeps this state and draws these numbers must at least do two things: read the state from memory once per phase, and draw
the uniform numbers that the years need. Both are measured in the process that ran the world, on its final state and with as many threads.

$(floors)

The state is the columns of floating-point numbers of plants, streams, slots and books, without links, deals and units; where it fits into the cache,
streaming is faster than memory. The numbers are only drawn: turning them into normal numbers, and finding the links, counts in neither.

## Threads

The largest world at 1, 2 and 8 threads, on $(machine cores) cores; median of the turns of each (number of turns: $(machine turns)). The digest covers the
final state (stocks, cash, trust, members, units, deals and more) and all yearly rows: where it is the same, so are the results, to the bit.

$(by_threads)

## Instructions

Instructions of one run with its twin, counted by callgrind (\`benches/instructions.sh\`), do not depend on how busy the machine is. Parts are
inclusive, and the check of the books is listed apart. Ten replicates share a scenario, as in a design, so that what is found once for them counts a
tenth. \`benches/instructions.txt\` keeps the numbers; a count more than 5 % above them is an error.

$(instructions)

## Beside other frameworks

$(peers)
PAGE
