#!/usr/bin/env bash
# Puts the simulation to the test: each patch here is one small mistake in the sync engine. For each,
# a copy of the project with that mistake is built, and schedules run until an oracle objects.
#
#   Tests/Mutants/run.sh                 all mutants
#   Tests/Mutants/run.sh no-sweep        one of them, or several
#
# SEEDS   how many schedules a mutant may survive (5000)
# STEPS   how many steps a schedule has (80)
# COPY    where the copy lies and is built; kept, so that the next run builds less
#
# Writes a row of the table for each mutant on standard output. Ends with 1 when one survives or does
# not build.
set -euo pipefail
cd "$(dirname "$0")/../.."
project=$PWD
seeds=${SEEDS:-5000}
steps=${STEPS:-80}
copy=${COPY:-${TMPDIR:-/tmp}/shabaka-mutants}

if [ $# -gt 0 ]; then names=("$@"); else
    names=()
    for patch in Tests/Mutants/*.patch; do names+=("$(basename "$patch" .patch)"); done
fi

# The project as it is now, without what was built. Files keep their times, so that a mutant builds
# the changed module and what hangs on it only.
refresh() {
    mkdir -p "$copy"
    rsync -a --checksum --delete --exclude .build --exclude .git "$project/" "$copy/"
}

failed=0
printf '| mutant | what it breaks | first seed | oracle |\n| --- | --- | --- | --- |\n'
for name in "${names[@]}"; do
    file="$project/Tests/Mutants/$name.patch"
    breaks=$(head -n 1 "$file")
    refresh
    patch --quiet --strip=1 --directory="$copy" < "$file"
    if ! swift build -c release --product shabaka --package-path "$copy" \
        > "$copy/mutant.log" 2>&1; then
        printf '| %s | %s | – | does not build |\n' "$name" "$breaks"
        failed=1
        continue
    fi
    if "$copy/.build/release/shabaka" simulate federation --seed 0 --schedules "$seeds" \
        --steps "$steps" > "$copy/mutant.log" 2>&1; then
        printf '| %s | %s | – | **survived %s schedules** |\n' "$name" "$breaks" "$seeds"
        failed=1
        continue
    fi
    # “Seed 12 with 80 steps: the oracle at record …: what it saw.”
    if ! line=$(grep -m 1 -o 'Seed [0-9]* with [0-9]* steps: .*' "$copy/mutant.log"); then
        # It ended for another reason than an oracle: that catches nothing.
        printf '| %s | %s | – | **ended without an objection**, see mutant.log |\n' "$name" "$breaks"
        failed=1
        continue
    fi
    seed=$(sed -E 's/^Seed ([0-9]+).*/\1/' <<< "$line")
    oracle=$(sed -E 's/^Seed [0-9]+ with [0-9]+ steps: //; s/( at record [^:]*)?: .*//' <<< "$line")
    printf '| %s | %s | %s | %s |\n' "$name" "$breaks" "$seed" "$oracle"
done
exit $failed
