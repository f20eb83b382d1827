#!/usr/bin/env bash
# Puts the simulation to the test: each patch here is one small mistake in the sync engine. All are
# put into one copy of the project, each behind a switch, and built once; then the program makes one
# mistake after the other and runs schedules until an oracle objects.
#
#   Tests/Mutants/run.sh                 all mutants
#   Tests/Mutants/run.sh no-sweep        one of them, or several
#
# SEEDS   how many schedules a mutant may survive (5000)
# STEPS   how many steps a schedule has (80)
# JOBS    how many mutants run at once (as many as there are processors)
# COPY    where the copy lies and is built; kept, so that the next run builds less
#
# Writes a row of the table for each mutant on standard output. Ends with 1 when one survives or its
# patch does not apply. Needs rsync and patch.
set -euo pipefail
cd "$(dirname "$0")/../.."
project=$PWD
seeds=${SEEDS:-5000}
steps=${STEPS:-80}
jobs=${JOBS:-$(nproc)}
copy=${COPY:-$project/.build/mutants}

if [ $# -gt 0 ]; then names=("$@"); else
    names=()
    for patch in Tests/Mutants/*.patch; do names+=("$(basename "$patch" .patch)"); done
fi

# Files keep their times, so that only what changed is built again. Patches that were not asked for
# are put in, too: then the program is the same as last time.
mkdir -p "$copy/results"
rsync -a --checksum --delete --exclude .build --exclude .git --exclude /results "$project/" "$copy/"
cp -p Tests/Mutants/Switch/Mutant.swift "$copy/Sources/Registry/Mutant.swift"
rm -f "$copy/results/"*
for patch in Tests/Mutants/*.patch; do
    name=$(basename "$patch" .patch)
    if ! patch --quiet --force --strip=1 --no-backup-if-mismatch --reject-file=- \
        --directory="$copy" < "$patch" > "$copy/results/patch.log" 2>&1; then
        echo "$name does not apply any more: write it anew for the present engine." >&2
        cat "$copy/results/patch.log" >&2
        exit 1
    fi
done

echo "Building the mutants…" >&2
export SHABAKA_MUTANTS=1
if ! swift build -c release --product shabaka-mutant --package-path "$copy" \
    > "$copy/results/build.log" 2>&1; then
    tail -n 40 "$copy/results/build.log" >&2
    exit 1
fi
folder=$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/shabaka-mutants-$$
trap 'rm -rf "$folder"' EXIT
export program=$copy/.build/release/shabaka-mutant results=$copy/results folder seeds steps

# One mutant: its row goes to a file, since several run at once.
attempt() {
    local name=$1 code=0 line seed oracle
    mkdir -p "$folder/$name"
    MUTANT=$name "$program" "$seeds" "$steps" "$folder/$name" \
        > "$results/$name.log" 2>&1 || code=$?
    rm -rf "${folder:?}/$name"
    # “Seed 12 with 80 steps: the oracle at record …: what it saw.”
    line=$(grep -m 1 -o 'Seed [0-9]* with [0-9]* steps: .*' "$results/$name.log" || true)
    if [ $code -eq 0 ]; then
        seed=– oracle="**survived $seeds schedules**"
    elif [ $code -ne 3 ] || [ -z "$line" ]; then
        # It ended for another reason than an oracle: that catches nothing.
        seed=– oracle="**ended with $code and no objection**, see $name.log"
    else
        seed=$(sed -E 's/^Seed ([0-9]+).*/\1/' <<< "$line")
        oracle=$(sed -E 's/^Seed [0-9]+ with [0-9]+ steps: //; s/( at record [^:]*)?: .*//' \
            <<< "$line")
    fi
    echo "$name: $seed, $oracle" >&2
    printf '| %s | %s | %s | %s |\n' "$name" \
        "$(head -n 1 "Tests/Mutants/$name.patch" 2> /dev/null || echo "nothing")" "$seed" \
        "$oracle" > "$results/$name.row"
}
export -f attempt

# Without a mistake nobody objects: else what follows would prove nothing.
if ! seeds=20 attempt none 2> /dev/null || ! grep -q survived "$results/none.row"; then
    echo "The engine without a mistake does not pass:" >&2
    cat "$results/none.log" >&2
    exit 1
fi
printf '%s\n' "${names[@]}" | xargs -P "$jobs" -I {} bash -c 'attempt {}'
printf '| mutant | what it breaks | first seed | oracle |\n| --- | --- | --- | --- |\n'
for name in "${names[@]}"; do cat "$results/$name.row"; done
for name in "${names[@]}"; do
    if grep -qF '**' "$results/$name.row"; then exit 1; fi
done
