#!/usr/bin/env bash
# Feeds the parsers of foreign bytes with libFuzzer.
#
#   Tests/Fuzz/run.sh [SECONDS] [PARSER…]    (default: 60 seconds, all parsers)
#
# New inputs are kept in .build/fuzz/corpus; a finding is written beside it and ends the run.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
parsers=("${@:2}")
[ ${#parsers[@]} -gt 0 ] || parsers=(message frame changeset bundle certificate csv)
export SHABAKA_FUZZERS=1
build=.build/fuzz
swift build --scratch-path "$build" -c release --sanitize fuzzer --product shabaka-fuzz
program=$(swift build --scratch-path "$build" -c release --sanitize fuzzer --show-bin-path)/shabaka-fuzz
for parser in "${parsers[@]}"; do
    found=$build/corpus/$parser
    mkdir -p "$found"
    echo "== $parser"
    # A frame may open to 32 MiB; beyond 1 GiB of memory or 10 seconds an input is a finding.
    SHABAKA_FUZZ=$parser "$program" "$found" "Tests/Corpora/fuzz/$parser" \
        -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=1024 -timeout=10 \
        -artifact_prefix="$build/$parser-" -print_final_stats=1 2>&1 | tail -n 12
done
