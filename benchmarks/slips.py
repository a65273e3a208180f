"""Slips in documents that nobody wrote for the engine: how many it finds, and where.

    python benchmarks/slips.py FOLDER [--only FILE] [--lines 100] [--jobs 2] [--seed 1] [--json]

Every document below FOLDER, or those that FILE names, one path in FOLDER a line, is checked
as it stands. Into up to so many lines that are
judged right, spread over the documents, one slip each is planted in the document's own
text: a sign, a factor, an exponent, a term that is dropped, or an index. The document is
checked anew, and what became of it is one of

- found: the line is false, and no line that was not false before it is now;
- elsewhere: another line is the first to be false;
- open: no line is newly false, and the line itself is undecided or unread;
- missed: no line is newly false, and the line counts as right, given or a definition.

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
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import oracle

import derivation
from derivation.places import readings_beside
from derivation.text import trees
from derivation.text.document import FORMATS
from derivation.text.printing import as_base, to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Big, Fraction, Node, Number, Partial, Power, Product, Row, Symbol, Terms

FALSE = frozenset(("wrong", "inherited", "ill-formed"))
OPEN = frozenset(("undecided", "unread"))
BESIDE = frozenset((*FORMATS, ".sty", ".cls", ".toml"))
UNREADABLE = (derivation.DocumentError, derivation.ReadError, derivation.ReadingError)
LARGEST = 4 * 2**20
Rule = Callable[[Node, Node], Iterator[tuple[Node, Node]]]
Statement = dict[str, Any]
Read = Callable[[str], tuple[Row, ...]]


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
    """The slips that a document's right lines can have, one a line; and how many would have stayed true."""

    slips: tuple[Slip, ...] = ()
    right: int = 0
    harmless: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a slip: the word for it, the verdict on its line, the first line that is newly false."""

    word: str
    verdict: str
    first: str = ""
    reason: str = ""


# Slips: each yields a node of the member and what stands in its place.


def _sign(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    sums = [node for node in _values(member) if isinstance(node, Terms)]
    for node in sums:
        for place, sign in enumerate(node.signs):
            other = "-" if sign != "-" else "+" if place else ""
            yield node, _sum(node.terms, (*node.signs[:place], other, *node.signs[place + 1 :]))
    if not isinstance(member, Terms):
        yield member, Terms((member,), ("-",))


def _factor(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    for node in _values(member):
        match node:
            case Product(factors, operators) if "/" not in operators and not any(map(_opens, factors)):
                for place in range(len(factors)):
                    rest = (*factors[:place], *factors[place + 1 :])
                    yield node, rest[0] if len(rest) == 1 else Product(rest, operators[1:])
            case Number(text) if text.isdigit() and int(text):
                yield node, Number(str(2 * int(text)))
            case Fraction(numerator, Number()):
                yield node, Fraction(numerator, Number("1"))


def _exponent(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    for node in _values(member):
        match node:
            case Power(base, Number(text)) if text.isdigit():
                yield node, Power(base, Number(str(int(text) + 1)))
            case Symbol(primes=0):
                yield node, Power(as_base(node), Number("2"))


def _term(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    for node in _values(member):
        if isinstance(node, Terms) and len(node.terms) > 1:
            for place in range(len(node.terms)):
                signs = node.signs[:place] + node.signs[place + 1 :]
                yield node, _sum(node.terms[:place] + node.terms[place + 1 :], signs)


def _index(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    """Another index of the line in the place of one; of a name with numbered entries another number."""
    symbols = [node for side in (left, member) for node in trees.walk(side) if isinstance(node, Symbol)]
    printed = {s for symbol in symbols for s in symbol.subscripts if isinstance(s, Symbol | Number)}
    for node in _values(member):
        if isinstance(node, Symbol):
            for place, old in enumerate(node.subscripts):
                for new in sorted(printed, key=to_latex):
                    if new != old and type(new) is type(old):
                        subscripts = (*node.subscripts[:place], new, *node.subscripts[place + 1 :])
                        yield node, replace(node, subscripts=subscripts)


SLIPS: dict[str, Rule] = {
    "sign": _sign,
    "factor": _factor,
    "exponent": _exponent,
    "term": _term,
    "index": _index,
}


def _sum(terms: tuple[Node, ...], signs: tuple[str, ...]) -> Node:
    """Terms as they are printed: no plus sign before the first, and one alone without a sign is no sum."""
    first = "" if signs[0] == "+" else signs[0]
    return terms[0] if len(terms) == 1 and not first else Terms(terms, (first, *signs[1:]))


def _opens(node: Node) -> bool:
    """Whether a factor takes all that stands after it: a product with it cannot lose one alone."""
    if isinstance(node, Fraction):
        return isinstance(node.numerator, Partial)
    return isinstance(node, Big | Partial)


def _values(node: Node) -> Iterator[Node]:
    """The nodes of a tree that stand for values: no index, range, exponent, or what differentiates."""
    yield node
    match node:
        case Symbol() | Partial():
            return
        case Fraction(_, denominator) if any(isinstance(n, Partial) for n in trees.walk(denominator)):
            return
        case Big(body=body):
            yield from _values(body)
        case Power(base):
            yield from _values(base)
        case _:
            for child in trees.children(node):
                yield from _values(child)


# Planting.


def candidates(latex: str, read: Read, kind: str) -> Iterator[tuple[Node, Node, str]]:
    """Slips of a kind in the last member of a statement: the member before and after, and all as printed.

    The print is changed where the slip is and nowhere else, if that reads as it should; the member is
    printed anew if not.
    """
    row = _single(read(latex))
    if row is None:
        return
    left, member = row.members[0], row.members[-1]
    for old, new in SLIPS[kind](member, left):
        changed = trees.substituted(member, old, new)
        wanted = replace(row, members=(*row.members[:-1], changed))
        for place, put in ((old.span, to_latex(new)), (member.span, to_latex(changed))):
            prints = (f"{latex[: place.start]}{room}{put}{room}{latex[place.end :]}" for room in ("", " "))
            text = next((text.strip() for text in prints if _reads(text, read) == wanted), None)
            if text is not None:
                yield member, changed, text
                break


def _single(rows: tuple[Row, ...]) -> Row | None:
    """The one equation that is printed."""
    relations = {relation for row in rows for relation in row.relations}
    return rows[0] if len(rows) == 1 and relations in ({"="}, {"", "="}) else None


def _reads(latex: str, read: Read) -> Row | None:
    try:
        return _single(read(latex))
    except ReadError:
        return None


def stays(printed: Node, changed: Node, definitions: list[Row]) -> bool:
    """Whether a slip changes no value; raises `oracle.Nothing` where no value can be told."""
    document = oracle.Document.of(definitions, oracle.Known())
    nodes = [n for side in (printed, changed) for n in trees.walk(side)]
    ranges = [n.range for n in nodes if isinstance(n, Big)]
    above = {r.upper.name for r in ranges if isinstance(r.upper, Symbol)}
    indices = {s.name for n in nodes if isinstance(n, Symbol) for s in n.subscripts if isinstance(s, Symbol)}
    indices |= {s.name for r in ranges for s in r.indices if isinstance(s, Symbol)}
    try:
        return oracle.equal(printed, changed, document, tuple(sorted({"n"} | above)), frozenset(indices))
    except RecursionError:
        raise oracle.Nothing("definitions in a circle") from None


def definitions(statements: list[Statement], read: Read) -> list[Row]:
    """The definitions of a document, but those of names that are defined more than once."""
    printed = (s["latex"] for s in statements if s["verdict"] == "definition")
    rows = [row for latex in printed if (row := _reads(latex, read)) is not None]
    heads = Counter(next(n.name for n in _names(row.members[0])) for row in rows if _names(row.members[0]))
    return [row for row in rows if all(heads[n.name] == 1 for n in _names(row.members[0])[:1])]


def _names(node: Node) -> list[Symbol]:
    functions = [n.function for n in trees.walk(node) if hasattr(n, "function")]
    return functions or [n for n in trees.walk(node) if isinstance(n, Symbol)]


def planted(document: Path, seed: int = 1) -> Planted:
    """A slip for each line of a document that is judged right."""
    try:
        report = derivation.check(document)
    except UNREADABLE:
        return Planted()
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
    return Planted(tuple(slips), len(right), harmless)


def _slip(
    statement: Statement, read: Read, known: list[Row], chance: random.Random
) -> tuple[tuple[str, str] | None, int]:
    """The kind of a slip and the print with it, by chance; and how many slips leave the line true."""
    harmless = 0
    for kind in chance.sample(sorted(SLIPS), len(SLIPS)):
        try:
            found = list(candidates(statement["latex"], read, kind))
        except ReadError:
            return None, harmless
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
    own = next((s for s in after if Place.of(s) == slip.place), None)
    verdict = own["verdict"] if own else "unread"
    reason = (own.get("reason") or own.get("note") or "") if own else "no statement is read there"
    first = newly[0]["label"] if newly else ""
    if newly and Place.of(newly[0]) == slip.place:
        return Outcome("found", verdict, first, reason)
    if newly:
        return Outcome("elsewhere", verdict, first, reason)
    return Outcome("open" if verdict in OPEN else "missed", verdict, first, reason)


def judged(slip: Slip) -> Outcome:
    """Checks a document as it stands and with the slip, which is written beside it for the time."""
    document = Path(slip.document)
    reading = next((path for path in readings_beside(document) if path.is_file()), None)
    text = document.read_text(encoding="utf-8", errors="replace")
    changed = document.with_name(f"slip-{os.getpid()}-{document.name}")
    changed.write_text(with_slip(text, document.suffix, slip), encoding="utf-8")
    try:
        after = derivation.check(derivation.load(changed, reading)).as_data()["statements"]
    except UNREADABLE as error:
        return Outcome("open", "unread", reason=str(error))
    finally:
        changed.unlink()
    before = derivation.check(document).as_data()["statements"]
    return outcome(slip, before, after)


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
    right: int
    harmless: int
    counts: dict[str, int]
    kinds: dict[str, dict[str, int]]
    slips: list[tuple[Slip, Outcome]]


def run(folder: Path, only: frozenset[str], wanted: int, jobs: int, seed: int) -> Counted:
    """Plants slips in a copy of a folder's documents, and counts."""
    with tempfile.TemporaryDirectory() as place, ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        documents = copied(folder, Path(place), only)
        found = list(pool.map(planted, documents, [seed] * len(documents)))
        chosen = spread([p.slips for p in found if p.slips], wanted, seed)
        outcomes = list(pool.map(judged, chosen))
        shown = [replace(s, document=str(Path(s.document).relative_to(place))) for s in chosen]
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in SLIPS}
    for slip, result in zip(shown, outcomes, strict=True):
        kinds[slip.kind][result.word] += 1
    return Counted(
        len(documents),
        sum(p.right for p in found),
        sum(p.harmless for p in found),
        dict(sum(kinds.values(), Counter())),
        {kind: dict(counts) for kind, counts in kinds.items()},
        list(zip(shown, outcomes, strict=True)),
    )


WORDS = ("found", "elsewhere", "open", "missed")


def _row(name: str, counts: dict[str, int]) -> str:
    return f"{name:10s}" + "".join(f"{counts.get(word, 0):11d}" for word in WORDS)


def shown(result: Counted) -> Iterator[str]:
    """The table, and each slip that was not found at its line."""
    slips = sum(result.counts.values())
    yield f"{result.documents} documents, {result.right} lines judged right"
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
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    only = frozenset(options.only.read_text(encoding="utf-8").splitlines()) if options.only else frozenset()
    result = run(options.folder, only, options.lines, options.jobs, options.seed)
    if options.json:
        print(json.dumps(asdict(result), indent=1, ensure_ascii=False))
        return 0
    for line in shown(result):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
