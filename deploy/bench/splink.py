#!/usr/bin/env python3
"""Links lists of people with Splink and prints the figures of `shabaka bench link`.

    python3 -m venv splink && splink/bin/pip install 'splink>=4,<5'
    splink/bin/python deploy/bench/splink.py IQ-*-persons.csv --truth truth/persons.csv
    splink/bin/python deploy/bench/splink.py a.csv b.csv --truth all.csv --between

The model is one that a statistician would write for such columns in good faith: names with
Jaro-Winkler levels and term frequencies, dates and numbers with Damerau-Levenshtein levels, u from
random pairs, m from expectation-maximisation without labels, spellings folded beforehand, members
of one household never compared. The truth is read after the pairs are made.
"""
import argparse
import logging
import os
import resource
import sys
import tempfile
import time
import unicodedata

# This file bears the package's name: its own folder must not be searched first.
OWN = os.path.dirname(os.path.realpath(__file__))
sys.path = [path for path in sys.path if os.path.realpath(path or ".") != OWN]

import duckdb
import pandas
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

NAMES = {"given_name", "father_name", "grandfather_name", "family_name", "surname", "suburb",
         "address_1", "address_2", "mother_name"}
DATES = {"birth_date", "date_of_birth"}
NUMBERS = {"national_id", "phone", "soc_sec_id", "postcode"}
CODES = {"sex", "state", "street_number"}
IDS = ("person_number", "rec_id", "id")
FOLDED = str.maketrans("أإآٱةىئؤکیگ", "ااااهييوكيك", "ءـ")


def folded(text, column):
    """One spelling for what clerks write in several ways."""
    if not text:
        return None
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
                   or c in "\u0653\u0654\u0655")
    text = unicodedata.normalize("NFC", text).translate(FOLDED).strip().lower()
    if column in DATES:
        digits = "".join(c for c in text if c.isdigit())
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) == 8 else None
    text = text.replace("عبد ", "عبد")
    if column in ("family_name", "surname") and text.startswith("ال") and len(text) > 4:
        text = text[2:]
    return text or None


def read(files):
    tables = []
    for number, file in enumerate(files):
        table = pandas.read_csv(file, dtype=str, keep_default_na=False)
        table["source_dataset"] = f"s{number}"
        tables.append(table)
    data = pandas.concat(tables, ignore_index=True)
    key = next(name for name in IDS if name in data)
    columns = [c for c in data if c in NAMES | DATES | NUMBERS | CODES]
    kept = pandas.DataFrame({"unique_id": data[key], "source_dataset": data["source_dataset"]})
    for column in columns:
        # Strings or None and nothing else, so that DuckDB sees text.
        kept[column] = pandas.Series([folded(t, column) for t in data[column]], dtype="object")
    if "household_number" in data:
        kept["household"] = data["household_number"]
    return key, columns, kept


def comparison(column):
    if column in DATES:
        return cl.CustomComparison(
            output_column_name=column,
            comparison_levels=[
                cll.NullLevel(column),
                cll.ExactMatchLevel(column),
                cll.DamerauLevenshteinLevel(column, 1),
                cll.CustomLevel(f"substr({column}_l, 1, 4) = substr({column}_r, 1, 4)",
                                "same year"),
                cll.CustomLevel(f"abs(cast(substr({column}_l, 1, 4) as int)"
                                f" - cast(substr({column}_r, 1, 4) as int)) <= 2", "years near"),
                cll.ElseLevel(),
            ])
    if column in NUMBERS:
        return cl.DamerauLevenshteinAtThresholds(column, [1, 2])
    if column in CODES:
        return cl.ExactMatch(column)
    return cl.JaroWinklerAtThresholds(column, [0.92, 0.8]).configure(
        term_frequency_adjustments=True)


def rules(columns, has_household, count):
    """Blocking for prediction: the usual two and three fields together, as many as so many records
    bear: three names without a date bring together ever more namesakes."""
    is_small, is_nation = count < 200_000, count > 1_000_000
    given = "given_name" if "given_name" in columns else columns[0]
    date = next((c for c in columns if c in DATES), None)
    others = [c for c in columns if c in NAMES and c != given and not c.startswith("address")]
    sets = [[c] for c in columns if c in ("national_id", "soc_sec_id")]
    sets += [[c, given] for c in columns if c == "phone"]
    sets += [[given, c, f"substr({date}, 1, 4)"] for c in others] if date else []
    sets += [[c, date] for c in others] if date else []
    triples = [[given, a, b] for i, a in enumerate(others) for b in others[i + 1:]]
    sets += triples[:1] if is_nation else triples
    sets += [[c] for c in columns if c == "address_1"]
    if is_small:
        families = [c for c in columns if c in ("family_name", "surname")]
        sets += [[date]] if date else []
        sets += [[given, c] for c in families]
        sets += [[c, "postcode"] for c in families + [given] if "postcode" in columns]
    made = [block_on(*s) for s in sets]
    if not has_household:
        return made
    conditions = [r.get_blocking_rule("duckdb").blocking_rule_sql for r in made]
    return [f"({c}) and l.household <> r.household" for c in conditions]


def database(folder):
    """A database that writes to disk what memory does not hold, so that a nation fits."""
    made = duckdb.connect()
    made.execute("SET memory_limit = '8GB'")
    made.execute(f"SET temp_directory = '{folder}'")
    return made


def link(data, columns, between, folder):
    frames = [f for _, f in data.groupby("source_dataset")] if between else [data]
    linker = Linker(
        frames,
        SettingsCreator(
            link_type="link_only" if between else "dedupe_only",
            comparisons=[comparison(c) for c in columns],
            blocking_rules_to_generate_predictions=rules(
                columns, "household" in data, len(data)),
            retain_intermediate_calculation_columns=False,
            retain_matching_columns=False),
        DuckDBAPI(database(folder)))
    sure = [c for c in columns if c in ("national_id", "soc_sec_id")]
    date = next(c for c in columns if c in DATES)
    pair = ["given_name", next(c for c in columns if c in ("father_name", "surname"))]
    anchors = [block_on(*pair, date)] + [block_on(c) for c in sure]
    linker.training.estimate_probability_two_random_records_match(anchors, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in ([block_on(*sure)] if sure else []) + [block_on(*pair), block_on(date, pair[0])]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker.inference.predict(threshold_match_probability=0.02).as_pandas_dataframe()


def figures(pairs, person, source, between):
    """The lines that `shabaka bench link` prints of accuracy."""
    groups = {}
    for record, who in person.items():
        groups.setdefault(who, []).append(record)
    true_pairs = sum(
        1 for g in groups.values() for i, a in enumerate(g) for b in g[i + 1:]
        if not between or source[a] != source[b])
    rows = sorted(pairs, key=lambda p: -p[2])
    right = 0
    best, at99, at999, line, likely = (0, 0, 0, 0), 0, 0, (0, 0), [0, 0]
    for index, (a, b, bits, probability) in enumerate(rows):
        is_true = person.get(a) is not None and person.get(a) == person.get(b)
        right += is_true
        if probability >= 0.95:
            likely[0] += 1
            likely[1] += is_true
            line = (right, index + 1)
        if index + 1 < len(rows) and rows[index + 1][2] == bits:
            continue
        precision, recall = right / (index + 1), right / true_pairs
        f1 = 2 * precision * recall / (precision + recall) if right else 0
        best = max(best, (f1, bits, precision, recall))
        if precision >= 0.99:
            at99 = max(at99, recall)
        if precision >= 0.999:
            at999 = max(at999, recall)
    precision, recall = line[0] / max(1, line[1]), line[0] / true_pairs
    f1 = 2 * precision * recall / (precision + recall) if line[0] else 0
    print(f"true pairs {true_pairs}, found at all {right / true_pairs:.4f}")
    print(f"at the threshold: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}, "
          f"{line[1] - line[0]} false")
    print(f"best: F1 {best[0]:.4f} at {best[1]:.1f} bits (precision {best[2]:.4f}, "
          f"recall {best[3]:.4f})")
    print(f"recall at precision .99 {at99:.4f}, at .999 {at999:.4f}")
    print(f"calibration at p ≥ .95: {likely[1] / max(1, likely[0]):.4f} true")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--truth", action="append", default=[])
    parser.add_argument("--between", action="store_true")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    start = time.monotonic()
    key, columns, data = read(arguments.files)
    with tempfile.TemporaryDirectory() as folder:
        pairs = link(data, columns, arguments.between, folder)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{len(data)} records, {len(pairs)} pairs; from CSV to pairs "
          f"{usage.ru_utime + usage.ru_stime:.1f} s of CPU, {time.monotonic() - start:.1f} s, "
          f"peak {usage.ru_maxrss * 1024 / 1e6:.0f} MB")
    person = {}
    for file in arguments.truth:
        truth = pandas.read_csv(file, dtype=str, keep_default_na=False)
        name = key if key in truth else truth.columns[0]
        who = next((c for c in truth if c.startswith("true")), truth.columns[1])
        person.update(zip(truth[name], truth[who]))
    if person:
        source = dict(zip(data["unique_id"], data["source_dataset"]))
        figures(
            list(zip(pairs["unique_id_l"], pairs["unique_id_r"], pairs["match_weight"],
                     pairs["match_probability"])),
            {k: v for k, v in person.items() if k in source}, source, arguments.between)


if __name__ == "__main__":
    sys.exit(main())
