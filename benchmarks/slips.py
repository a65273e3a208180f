"""Slips in documents that nobody wrote for the engine: how many it finds, and where.

    python benchmarks/slips.py FOLDER [--only FILE] [--lines 100] [--a-document 4] [--seconds 20]
                               [--jobs 2] [--seed 1] [--json]

The documents below FOLDER, or those that FILE names, one path in FOLDER a line, are checked
as they stand, in an order that the seed shuffles, until they have enough lines that are judged
right: up to `--lines`, and of one document up to `--a-document`. Into each of these lines
one slip is planted in the document's own
text: a sign, a factor, an exponent, a term that is dropped, or an index. The document is
checked anew, and what became of it is one of

- found: the line is wrong or ill-formed, and no line before it is newly false;
- elsewhere: another line is the first that is newly false, or the line only inherits an error;
- open: no line is newly false, and the line itself is undecided or unread;
- missed: no line is newly false, and the line counts as right, given or a definition.

A document that takes more than `--seconds` of the processor is left out and counted; where it
takes so long with a slip in it, that is open.

What is printed and what was planted are evaluated by `oracle.py` with the definitions of
the document; a slip that changes no value leaves the line true and is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

import oracle
from planting import SLIPS, Read, candidates, single, stays

import derivation
from derivation.front.document import FORMATS
from derivation.places import readings_beside
from derivation.text.printing import to_latex
from derivation.text.syntax import Apply, Row, Symbol

FALSE = frozenset(("wrong", "inherited", "ill-formed"))
OPEN = frozenset(("undecided", "unread"))
BESIDE = frozenset((*FORMATS, ".sty", ".cls", ".toml"))
UNREADABLE = (derivation.DocumentError, derivation.ReadError, derivation.ReadingError)
LARGEST = 4 * 2**20
SECONDS = 20.0
KEPT = ("cell", "line", "column", "label", "verdict")
"""What of a statement is kept to be compared with what is found with a slip."""
Statement = dict[str, Any]


AGAIN = 0.01
"""Seconds until it rings again."""


class Late(Exception):
    """A document took too long."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises `Late` in the block after so many seconds of the processor.

    In what listens to the collector of garbage it would be lost: it is raised in the engine alone, and
    rings until then.
    """

    def ring(number: int, frame: FrameType | None) -> None:
        if frame is not None and str(frame.f_globals.get("__name__")).startswith("derivation."):
            raise Late

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a statement begins; `cell` is 0 where the document is no notebook."""

    cell: int
    line: int
    column: int

    @classmethod
    def of(cls, statement: Statement) -> Place:
        return cls(statement.get("cell") or 0, statement["line"], statement["column"])


@dataclass(frozen=True, slots=True)
class Slip:
    """A statement of a document that was judged right, and how it is printed with a slip in it."""

    document: str
    label: str
    place: Place
    kind: str
    printed: str
    changed: str


@dataclass(frozen=True, slots=True)
class Planted:
    """The slips that a document's right lines can have, one a line; and how many would have stayed true.

    `before` is what was found of its statements without a slip.
    """

    slips: tuple[Slip, ...] = ()
    right: int = 0
    harmless: int = 0
    before: tuple[Statement, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a slip: the word for it, the verdict on its line, the first line that is newly false."""

    word: str
    verdict: str
    first: str = ""
    reason: str = ""


# Planting.


def definitions(statements: list[Statement], read: Read) -> list[Row]:
    """The definitions of a document, but those of names that are defined more than once."""
    printed = (s["latex"] for s in statements if s["verdict"] == "definition")
    rows = [row for latex in printed if (row := single(latex, read)) is not None]
    times = Counter(_defined(row) for row in rows)
    return [row for row in rows if times[_defined(row)] == 1]


def _defined(row: Row) -> str:
    """The name that a definition gives a value to."""
    match row.members[0]:
        case Symbol(name) | Apply(Symbol(name)):
            return name
        case head:
            return to_latex(head)


def planted(document: Path, seed: int = 1, seconds: float = SECONDS) -> Planted:
    """A slip for each line of a document that is judged right."""
    try:
        with within(seconds):
            return _planted(document, seed)
    except UNREADABLE:
        return Planted()
    except Late:
        return Planted(late=True)


def _planted(document: Path, seed: int) -> Planted:
    report = copy_context().run(derivation.check, document)  # of a cut run nothing stays set
    statements = report.as_data()["statements"]
    read, text = report.derivation.read, document.read_text(encoding="utf-8", errors="replace")
    known = definitions(statements, read)
    right = [s for s in statements if s["verdict"] == "right" and not s.get("read_as")]
    slips, harmless = [], 0
    for statement in right:
        if printed_at(text, document.suffix, statement) is None:
            continue
        chance = random.Random(f"{seed} {document.name} {statement['label']}")
        slip, still_true = _slip(statement, read, known, chance)
        harmless += still_true
        if slip is not None:
            kind, changed = slip
            place = Place.of(statement)
            slips.append(Slip(str(document), statement["label"], place, kind, statement["latex"], changed))
    before = tuple({key: statement.get(key) for key in KEPT} for statement in statements)
    return Planted(tuple(slips), len(right), harmless, before)


def _slip(
    statement: Statement, read: Read, known: list[Row], chance: random.Random
) -> tuple[tuple[str, str] | None, int]:
    """The kind of a slip and the print with it, by chance; and how many slips leave the line true."""
    harmless = 0
    for kind in chance.sample(sorted(SLIPS), len(SLIPS)):
        found = list(candidates(statement["latex"], read, kind))
        for before, after, changed in chance.sample(found, len(found)):
            try:
                if not stays(before, after, known):
                    return (kind, changed), harmless
                harmless += 1
            except oracle.Nothing:
                continue
    return None, harmless


# Documents: where a statement is printed in a file, and the file with another print there.


def printed_at(text: str, suffix: str, statement: Statement) -> tuple[int, int] | None:
    """The stretch of a file, or of a notebook's cell, that prints a statement; `None` where a macro does."""
    place = Place.of(statement)
    own = _cell(json.loads(text), place.cell) if suffix == ".ipynb" else text
    lines = own.split("\n")
    start = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
    end = start + len(statement["latex"])
    return (start, end) if own[start:end] == statement["latex"] else None


def with_slip(text: str, suffix: str, slip: Slip) -> str:
    """The file of a document with the slip in it."""
    statement = {"latex": slip.printed, **asdict(slip.place)}
    span = printed_at(text, suffix, statement)
    if span is None:
        raise ValueError(f"({slip.label}) is not printed at {slip.place}")
    start, end = span
    if suffix != ".ipynb":
        return text[:start] + slip.changed + text[end:]
    notebook = json.loads(text)
    own = _cell(notebook, slip.place.cell)
    _cells(notebook)[slip.place.cell - 1]["source"] = own[:start] + slip.changed + own[end:]
    return json.dumps(notebook, ensure_ascii=False)


def _cells(notebook: Any) -> list[dict[str, Any]]:
    sheets = notebook.get("worksheets", ())
    found: list[dict[str, Any]] = notebook.get("cells") or [c for sheet in sheets for c in sheet["cells"]]
    return found


def _cell(notebook: Any, number: int) -> str:
    source = _cells(notebook)[number - 1]["source"]
    return source if isinstance(source, str) else "".join(source)


# Judging.


def outcome(slip: Slip, before: list[Statement], after: list[Statement]) -> Outcome:
    """What became of a slip, by the statements of its document before and after."""
    was_false = {Place.of(s) for s in before if s["verdict"] in FALSE}
    newly = sorted((s for s in after if s["verdict"] in FALSE and Place.of(s) not in was_false), key=Place.of)
    there = [s for s in after if Place.of(s) == slip.place]  # links of a chain may begin at one place
    own = next((s for s in there if s["label"] == slip.label), there[0] if there else None)
    verdict = own["verdict"] if own else "unread"
    reason = (own.get("reason") or own.get("note") or "") if own else "no statement is read there"
    first = newly[0]["label"] if newly else ""
    if newly and newly[0] is own and verdict != "inherited":
        return Outcome("found", verdict, first, reason)
    if newly:
        return Outcome("elsewhere", verdict, first, reason)
    return Outcome("open" if verdict in OPEN else "missed", verdict, first, reason)


def judged(slip: Slip, before: tuple[Statement, ...], seconds: float = SECONDS) -> Outcome:
    """Checks a document with the slip, which is written beside it for the time."""
    document = Path(slip.document)
    reading = next((path for path in readings_beside(document) if path.is_file()), None)
    text = document.read_text(encoding="utf-8", errors="replace")
    changed = document.with_name(f"slip-{os.getpid()}-{document.name}")
    changed.write_text(with_slip(text, document.suffix, slip), encoding="utf-8")
    try:
        with within(seconds):
            report = copy_context().run(derivation.check, derivation.load(changed, reading))
            after = report.as_data()["statements"]
    except UNREADABLE as error:
        return Outcome("open", "unread", reason=str(error))
    except Late:
        return Outcome("open", "undecided", reason=f"the document took more than {seconds:g} s")
    finally:
        changed.unlink()
    return outcome(slip, list(before), after)


def spread(slips: list[tuple[Slip, ...]], wanted: int, seed: int) -> list[Slip]:
    """As many slips, one of each document in turn, by chance."""
    chance = random.Random(seed)
    pools = [chance.sample(pool, len(pool)) for pool in chance.sample(slips, len(slips))]
    chosen: list[Slip] = []
    while len(chosen) < wanted and any(pools):
        for pool in pools:
            if pool and len(chosen) < wanted:
                chosen.append(pool.pop())
    return chosen


def copied(folder: Path, to: Path, only: frozenset[str] = frozenset()) -> list[Path]:
    """The documents of a folder, all or `only` some, in a copy that has what they may take in and no more."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in BESIDE and path.is_file() and path.stat().st_size < LARGEST:
            target = to / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    documents = (path for path in sorted(to.rglob("*")) if path.suffix.lower() in FORMATS)
    return [path for path in documents if not only or path.relative_to(to).as_posix() in only]


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of all slips."""

    documents: int
    late: int
    right: int
    harmless: int
    counts: dict[str, int]
    kinds: dict[str, dict[str, int]]
    slips: list[tuple[Slip, Outcome]]


@dataclass(frozen=True, slots=True)
class Sample:
    """How many slips are planted, of one document at most so many; how long a check may take; by which
    seed they are chosen."""

    lines: int = 100
    a_document: int = 4
    seconds: float = SECONDS
    seed: int = 1


def run(folder: Path, only: frozenset[str], sample: Sample, jobs: int) -> Counted:
    """Plants slips in a copy of a folder's documents, and counts."""
    with tempfile.TemporaryDirectory() as place, get_context("spawn").Pool(jobs) as pool:
        documents = copied(folder, Path(place), only)
        documents = random.Random(sample.seed).sample(documents, len(documents))
        plant = partial(planted, seed=sample.seed, seconds=sample.seconds)
        found = list(_enough(pool.imap(plant, documents), sample))
        before = {p.slips[0].document: p.before for p in found if p.slips}
        chosen = spread([p.slips for p in found if p.slips], sample.lines, sample.seed)
        tasks = [(slip, before[slip.document], sample.seconds) for slip in chosen]
        outcomes = pool.starmap(judged, tasks, chunksize=1)
        shown = [replace(s, document=str(Path(s.document).relative_to(place))) for s in chosen]
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in SLIPS}
    for slip, result in zip(shown, outcomes, strict=True):
        kinds[slip.kind][result.word] += 1
    return Counted(
        len(found),
        sum(p.late for p in found),
        sum(p.right for p in found),
        sum(p.harmless for p in found),
        dict(sum(kinds.values(), Counter())),
        {kind: dict(counts) for kind, counts in kinds.items()},
        list(zip(shown, outcomes, strict=True)),
    )


def _enough(planted_in: Iterator[Planted], sample: Sample) -> Iterator[Planted]:
    """What documents have, few of one, until they have enough."""
    count = 0
    for number, found in enumerate(planted_in, 1):
        chance = random.Random(f"{sample.seed} {number}")
        few = tuple(chance.sample(found.slips, min(len(found.slips), sample.a_document)))
        count += len(few)
        yield replace(found, slips=few)
        if number % 20 == 0:
            print(f"{number} documents, {count} slips", file=sys.stderr, flush=True)
        if count >= sample.lines:
            return


WORDS = ("found", "elsewhere", "open", "missed")


def _row(name: str, counts: dict[str, int]) -> str:
    return f"{name:10s}" + "".join(f"{counts.get(word, 0):11d}" for word in WORDS)


def shown(result: Counted) -> Iterator[str]:
    """The table, and each slip that was not found at its line."""
    slips = sum(result.counts.values())
    late = f", {result.late} left out that took too long" if result.late else ""
    yield f"{result.documents} documents{late}, {result.right} lines judged right"
    yield f"{slips} slips planted; {result.harmless} others were passed over, which change no value"
    yield " " * 10 + "".join(f"{word:>11s}" for word in WORDS)
    yield from (_row(kind, counts) for kind, counts in result.kinds.items())
    yield _row("all", result.counts)
    for slip, found in sorted(result.slips, key=lambda pair: WORDS.index(pair[1].word)):
        if found.word != "found":
            yield f"{found.word}: {slip.document} ({slip.label}), {slip.kind}"
            yield f"    printed {_line(slip.printed)}"
            yield f"    planted {_line(slip.changed)}"
            yield f"    {found.verdict}; first newly false: {found.first or 'none'}; {_line(found.reason)}"


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--a-document", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    only = frozenset(options.only.read_text(encoding="utf-8").splitlines()) if options.only else frozenset()
    sample = Sample(options.lines, options.a_document, options.seconds, options.seed)
    result = run(options.folder, only, sample, options.jobs)
    if options.json:
        print(json.dumps(asdict(result), indent=1, ensure_ascii=False))
        return 0
    for line in shown(result):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
