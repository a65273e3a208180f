"""How time grows with the size of a document, and whether true lines stay right.

    python benchmarks/scale.py [FAMILY …] [--limit 20] [--stop 5] [--largest SIZE] [--slip] [--list]
                               [--notable] [--json FILE] [--against FILE] [--save FOLDER]

Every family (in `families/`) makes documents of growing size, whose truth is known
from how they are made. Each is judged and printed in a fresh process that is killed
at the limit; a family grows no more once a document took longer than `--stop`.
FAMILY is a group, or a part of a name. With `--slip` the last true line of each
document is made false, so that counterexample, truth and correction are searched for.
Seconds are those of the processor, from the first character that is read to the last
that is printed. The exponent is the slope of log time over log size.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression
from typing import Any

from families import GROUPS
from families.process import DONE, REFUSED, Ended, judged
from families.sheet import Document, Family, Truth, slipped

NOISE = 0.25
"""Seconds below which a time says little about growth."""
QUICK = 1.0
"""Seconds that a document may take before its family is notable."""
MEANT = {
    Truth.TRUE: ("right",),
    Truth.FALSE: ("wrong", "inherited"),
    Truth.INHERITED: ("inherited",),
}
"""The verdicts that a line may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document: how it ended, and which verdicts its lines had other than those that they should have."""

    family: str
    size: int
    characters: int
    seconds: float
    ended: Ended
    claims: dict[str, int]
    missed: dict[str, dict[str, int]]


def main() -> int:
    options = _options()
    groups = _chosen(options.families)
    if options.list:
        print("\n".join(_listed(group, families) for group, families in groups.items()))
        return 0
    table: list[Row] = []
    for group, families in groups.items():
        print(f"\n### {group.capitalize()}\n\n" + "\n".join(HEAD))
        for family in families:
            rows = list(_grown(family, options))
            table += rows
            if not options.notable or _is_notable(rows):
                print(_line(family, rows), flush=True)
            if options.json:
                options.json.write_text(json.dumps([asdict(row) for row in table], indent=1), "utf-8")
    print("\n" + _summary(table))
    if options.against:
        print("\n".join(_changes(json.loads(options.against.read_text("utf-8")), table)))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the checking of documents that grow.")
    parser.add_argument("families", nargs="*", help="groups, or parts of names of families (default: all)")
    parser.add_argument("--limit", type=float, default=20, help="seconds until a document is killed (20)")
    parser.add_argument("--stop", type=float, default=5, help="seconds after which a family stops (5)")
    parser.add_argument("--slip", action="store_true", help="add one to the right side of the last true line")
    parser.add_argument("--largest", type=int, default=sys.maxsize, help="the largest size that is tried")
    parser.add_argument("--list", action="store_true", help="list the families and their sizes")
    parser.add_argument("--notable", action="store_true", help="leave out what is fast and as it should be")
    parser.add_argument("--json", type=Path, help="write what was measured to this file, too")
    parser.add_argument("--against", type=Path, help="list what is worse than in this file of an earlier run")
    parser.add_argument("--save", type=Path, help="write the documents to this folder, too")
    return parser.parse_args()


def _chosen(names: Sequence[str]) -> dict[str, list[Family]]:
    chosen = {
        group: [f for f in families if not names or group in names or any(n in f.name for n in names)]
        for group, families in GROUPS.items()
    }
    return {group: families for group, families in chosen.items() if families}


def _listed(group: str, families: Sequence[Family]) -> str:
    return f"{group}\n" + "\n".join(
        f"    {f.name}: {', '.join(map(str, f.sizes))} {f.unit}" for f in families
    )


def _grown(family: Family, options: argparse.Namespace) -> Iterator[Row]:
    for size in family.sizes:
        if size > options.largest:
            return
        document = slipped(family.make(size)) if options.slip else family.make(size)
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / f"{file_name(family)}-{size}.md").write_text(document.text(), encoding="utf-8")
        row = _measured(family, size, document, options.limit)
        yield row
        if row.ended.end not in (DONE, REFUSED) or row.seconds > options.stop:
            return


def file_name(family: Family) -> str:
    return re.sub("[^a-z0-9]+", "-", family.name.lower()).strip("-")


def _measured(family: Family, size: int, document: Document, limit: float) -> Row:
    text, claims = document.text(), document.claims()
    ended = judged(text, limit)
    missed = {truth.value: counts for truth in MEANT if (counts := _missed(truth, claims[truth], ended))}
    return Row(
        family.name,
        size,
        len(text),
        round(ended.seconds, 3),
        ended,
        {truth.value: claims[truth] for truth in MEANT},
        missed,
    )


def _missed(truth: Truth, claims: int, ended: Ended) -> dict[str, int]:
    """How many lines of one truth have which verdict that they should not have, or none."""
    verdicts = [v for label, v in ended.verdicts.items() if label.startswith(truth.value)]
    counts = Counter(v for v in verdicts if v not in MEANT[truth])
    counts["without"] = claims - len(verdicts)
    return {verdict: count for verdict, count in counts.items() if count}


# The tables.

HEAD = (
    "| family | sizes | seconds | exponent | true, not right | false, not wrong |",
    "|:--|:--|:--|--:|:--|:--|",
)


def _line(family: Family, rows: Sequence[Row]) -> str:
    cells = (
        family.name,
        f"{rows[0].size}–{rows[-1].size} {family.unit}" if rows else "",
        " ".join(map(_time, rows)),
        _exponent(rows),
        _misses(rows, (Truth.TRUE,)),
        _misses(rows, (Truth.FALSE, Truth.INHERITED)),
    )
    return f"| {' | '.join(cells)} |"


def _is_notable(rows: Sequence[Row]) -> bool:
    return any(row.seconds > QUICK or row.missed for row in rows)


def _time(row: Row) -> str:
    shown = f"{row.seconds:.2f}" if row.seconds < 10 else f"{row.seconds:.0f}"
    return shown if row.ended.end == DONE else f"{row.ended.end} at {shown}"


def _exponent(rows: Sequence[Row]) -> str:
    """The slope through the largest sizes that took long enough to be measured."""
    kept = [row for row in rows if row.seconds >= NOISE][-3:]
    if len(kept) < 2:
        return "–"
    slope = linear_regression([math.log(r.size) for r in kept], [math.log(r.seconds) for r in kept]).slope
    return f"{slope:.1f}"


def _misses(rows: Sequence[Row], truths: tuple[Truth, ...]) -> str:
    """The verdicts that were not meant, with the smallest size at which each was met."""
    first: dict[str, tuple[int, int]] = {}
    for row in rows:
        for truth in truths:
            for verdict, count in row.missed.get(truth.value, {}).items():
                first.setdefault(verdict, (count, row.size))
    return ", ".join(f"{count} {verdict} from {size}" for verdict, (count, size) in first.items()) or "0"


def _summary(table: Sequence[Row]) -> str:
    claims, missed = Counter[str](), Counter[str]()
    for row in table:
        claims.update(row.claims)
        missed.update({truth: sum(counts.values()) for truth, counts in row.missed.items()})
    ended = Counter(row.ended.end for row in table)
    return (
        f"{len(table)} documents, {ended[DONE]} done, "
        f"slowest {max((row.seconds for row in table), default=0):.1f} s; "
        f"{missed['t']} of {claims['t']} true lines not right, "
        f"{missed['f'] + missed['i']} of {claims['f'] + claims['i']} false lines not wrong"
    )


def _changes(earlier: Sequence[dict[str, Any]], table: Sequence[Row]) -> Iterator[str]:
    """Where lines had the verdicts that they should have in an earlier run, or took half the time."""
    before = {(row["family"], row["size"]): row for row in earlier}
    for row in table:
        old = before.get((row.family, row.size))
        if old is None:
            continue
        for truth, counts in row.missed.items():
            lost = sum(counts.values()) - sum(old["missed"].get(truth, {}).values())
            if lost > 0:
                yield f"{row.family}, {row.size}: {lost} more lines ({truth}) have another verdict: {counts}"
        if row.seconds > max(2 * old["seconds"], 2 * NOISE):
            yield f"{row.family}, {row.size}: {old['seconds']:.2f} s before, {row.seconds:.2f} s now"


if __name__ == "__main__":
    raise SystemExit(main())
