#!/usr/bin/env python3
"""Measures linkage by everything that it promises, and says which promises hold.

    deploy/bench/linkage.py                      # FEBRL, simulated nations, their cost
    deploy/bench/linkage.py --list FOLDER        # also a list of others: *-persons.csv and truth/
    deploy/bench/linkage.py --desk               # also a hub of 1.77 million that is served
    deploy/bench/linkage.py --quick              # small populations only: a look, no measurement

Needs the release build (SHABAKA names another program), and for FEBRL the way to PyPI once. Ends with
1 where a bar is missed. Run it on a quiet machine: the load beside each figure tells.
"""
import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
SHABAKA = os.environ.get("SHABAKA", os.path.join(HERE, "../../.build/release/shabaka"))
NATION = 1_770_000


class Bars:
    """Figures beside what was promised, printed as they come."""

    def __init__(self):
        self.missed = 0
        print(f"{'what':54}{'figure':>10}{'bar':>11}          load")

    def add(self, what, figure, at_least=None, at_most=None, places=4):
        holds = ((at_least is None or figure >= at_least)
                 and (at_most is None or figure <= at_most))
        self.missed += not holds
        bar = f"≥ {at_least}" if at_least is not None else f"≤ {at_most}"
        print(f"{what:54}{figure:>10.{places}f}{bar:>11}  "
              f"{'held  ' if holds else 'MISSED'}  {os.getloadavg()[0]:.1f}", flush=True)


def shabaka(*arguments):
    """The JSON that a command of the program says."""
    run = subprocess.run([SHABAKA, *arguments, "--json"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True)
    if run.returncode:
        sys.exit(f"shabaka {' '.join(arguments)} ended with {run.returncode}: {run.stdout}")
    return json.loads(run.stdout)


def febrl(bars, folder):
    run = subprocess.run([os.path.join(HERE, "febrl.sh"), folder, "--json"], check=True,
                         stdout=subprocess.PIPE, text=True)
    least = {"1": .995, "2": .995, "3": .998, "4": .9996}
    for part in run.stdout.split("== ")[1:]:
        title, document = part.split("\n", 1)
        name = title.split(",")[0]
        bars.add(f"{name}: best F1", json.loads(document)["accuracy"]["best_f1"],
                 at_least=least[name.split()[-1]])


def accuracy(bars, title, found, f1, at99, at999=None, calibrated=None):
    bars.add(f"{title}: best F1", found["best_f1"], at_least=f1)
    bars.add(f"{title}: recall at precision .99", found["recall_at_precision99"], at_least=at99)
    if at999:
        bars.add(f"{title}: recall at precision .999", found["recall_at_precision999"],
                 at_least=at999)
    if calibrated:
        bars.add(f"{title}: true of p ≥ .95", found["true_above_p95"], at_least=calibrated)


def simulated(bars, folder, persons, seed, noise):
    shabaka("simulate", "population", "--persons", str(persons), "--seed", str(seed), "--noise",
            noise, "--to", folder)
    files = sorted(glob.glob(folder + "/*-persons.csv"))
    found = shabaka("bench", "link", *files, "--truth", folder + "/truth-clusters.csv",
                    "--others-alone")
    accuracy(bars, f"{persons:,}, seed {seed}, noise {noise}", found["accuracy"],
             .985, .975, .95, .97)


def nation(bars, persons):
    found = shabaka("bench", "link", "--persons", str(persons), "--seed", "77", "--growth-from",
                    "100000" if persons > 100_000 else "10000")
    title = f"{persons:,}"
    accuracy(bars, title, found["accuracy"], .990, .985, .97, .97)
    bars.add(f"{title}: false at p ≥ .95", found["accuracy"]["false_positives"], at_most=150,
             places=0)
    bars.add(f"{title}: recall at p ≥ .95", found["accuracy"]["recall"], at_least=.98)
    seconds = sum(found[part]["cpu_seconds"] for part in ("read", "link", "write"))
    bars.add(f"{title}: CPU seconds, CSV to pairs", seconds, at_most=45, places=1)
    bars.add(f"{title}: peak memory, MB", found["write"]["peak_megabytes"], at_most=1200, places=0)
    bars.add(f"{title}: growth, times linear", found["growth"]["times_linear"], at_most=1.3,
             places=2)


def desk(bars, persons):
    found = shabaka("bench", "desk", "--persons", str(persons))
    title = f"hub of {found['people']:,}"
    bars.add(f"{title}: check, p99 ms", found["check"]["p99_milliseconds"], at_most=50, places=1)
    for search in found["searches"]:
        bars.add(f"  search, {search['typed']}, p99 ms"[:54],
                 search["waits"]["p99_milliseconds"], at_most=50, places=1)
    bars.add(f"{title}: arrival, ms a family", found["arrivals"]["milliseconds_per_household"],
             at_most=5, places=2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--list", help="folder with *-persons.csv and truth/persons.csv")
    parser.add_argument("--desk", action="store_true", help="also a served hub (ten minutes)")
    parser.add_argument("--quick", action="store_true", help="small populations only")
    arguments = parser.parse_args()
    bars = Bars()
    with tempfile.TemporaryDirectory() as folder:
        febrl(bars, folder + "/febrl")
        if arguments.list:
            files = sorted(glob.glob(arguments.list + "/*-persons.csv"))
            found = shabaka("bench", "link", *files, "--truth",
                            arguments.list + "/truth/persons.csv")
            accuracy(bars, "the list of others", found["accuracy"], .990, .985, None, .97)
        size = 30_000 if arguments.quick else 300_000
        for seed in (2, 5):
            simulated(bars, f"{folder}/seed{seed}", size, seed, "high")
        nation(bars, 50_000 if arguments.quick else NATION)
        if arguments.desk:
            desk(bars, 50_000 if arguments.quick else NATION)
    print("all bars hold" if not bars.missed else f"{bars.missed} bars are missed")
    return 1 if bars.missed else 0


if __name__ == "__main__":
    sys.exit(main())
