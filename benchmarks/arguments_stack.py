"""STACK's arguments by equivalence: where this engine's verdicts and STACK's own marks differ.

    git clone --depth 1 https://github.com/maths/moodle-qtype_stack FOLDER
    python benchmarks/arguments_stack.py FOLDER [--list] [--jobs 2] [--json]

FOLDER is one that has `equivfixtures.class.php` somewhere in it; the file is STACK's (GPL), and nothing of
it is kept here. Each argument is a list of lines, with a mark for each link: equivalent, follows, is
implied by, equal, neither. It becomes a document in which every line claims to be equivalent (`\\iff`) to
the one before, or equal to it where both are expressions, as the student means it; where STACK sees that
coefficients are compared, or both sides differentiated or integrated, these words stand before the line in
place of the sign. A link agrees where STACK marks it as true and the engine says that it follows, or both
say that it does not. With `--marked`, links of which STACK says that they hold in one direction are written
`\\implies`, and are true.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Final

from arguments import FORMS, Form, Heard, Said, document, each, heard, mark
from arguments_peers import PEERS, asked
from maxima_latex import latex
from stack_file import FILE, Argument, Domain, Link, arguments, links
from tables import shown_rows


class Outcome(Enum):
    AGREES = "agrees"
    FALSE_RIGHT = "false right"
    FALSE_WRONG = "false wrong"
    OPEN = "open"
    NONE = "no link"


@dataclass(frozen=True, slots=True)
class Judged:
    argument: Argument
    links: tuple[Link, ...]
    heard: tuple[Heard, ...]

    @property
    def outcome(self) -> Outcome:
        return outcome([(link.true, told.said) for link, told in zip(self.links, self.heard, strict=True)])

    @property
    def reason(self) -> str:
        return REASONS.get(self.argument.key, "")


def outcome(pairs: Sequence[tuple[bool | None, Said]]) -> Outcome:
    """Of a whole argument: one false verdict on a link is a false verdict."""
    marked = [(true, said) for true, said in pairs if true is not None]
    if any(true and said is Said.FALSE for true, said in marked):
        return Outcome.FALSE_WRONG
    if any(true is None and said is Said.FALSE for true, said in pairs):
        return Outcome.FALSE_WRONG
    if any(not true and said is Said.RIGHT for true, said in marked):
        return Outcome.FALSE_RIGHT
    if any(said in (Said.OPEN, Said.GIVEN) for _, said in marked):
        return Outcome.OPEN
    return Outcome.AGREES if marked else Outcome.NONE


def judged(argument: Argument, form: Form = Form.DISPLAYS) -> Judged:
    found = links(argument)
    lines = [link.line for link in found]
    return Judged(argument, found, heard(f"Argument {argument.number}", lines, form) if lines else ())


COMPLEX: Final = "letters are complex numbers there, and real ones here: over the reals no root is lost"
REAL: Final = "true over the reals, and marked false, since STACK does not know what a and b are"
POSITIVE: Final = "false at a = b > 0: the file condones a root that has no positive letters"
COEFFICIENTS: Final = "coefficients are compared: that needs the line before for all x, which it does not say"
UNWRITTEN: Final = "a line may there be the integral of the one before, with no sign for it, or with ="
SUBSTITUTED: Final = "a substitution acts there on earlier lines alone; at x = 1 both lines are false"
SHORTHAND: Final = "`x = 1 or 2` is `x = 1 or x = 2` here, as authors mean it; there 2 is no statement"
CONDITION: Final = "a = b and √a = √b are equivalent where the roots exist, which is told as a condition"
LOGARITHM: Final = "the logarithm of a negative number is complex there, and does not exist here"
REASONS: Final = {
    "a5a56cd4": COMPLEX,
    "64b8fa57": COMPLEX,
    "1ec5e141": COMPLEX,
    "767f1851": REAL,
    "265a5f07": POSITIVE,
    "248b750b": COEFFICIENTS,
    "0e9653ac": COEFFICIENTS,
    "0906143c": COEFFICIENTS,
    "2336d868": SUBSTITUTED,
    "c2617322": SHORTHAND,
    "0887d7d3": CONDITION,
    "959bf546": UNWRITTEN,
    "0167ce93": UNWRITTEN,
    "c3a72f83": UNWRITTEN,
    "5f59c9dc": UNWRITTEN,
    "dd1a5ec6": UNWRITTEN,
    "a6c08904": LOGARITHM,
}
"""Why a mark is not what the document's lines are worth here: by the argument's key."""


def by_peer(name: str, argument: Argument, limit: float) -> Judged:
    """What a peer says of the same links; nothing, where it is killed."""
    found = links(argument)
    positive = argument.domain is Domain.POSITIVE
    said = asked(name, [link.line for link in found], positive, limit) or [Said.OPEN] * len(found)
    return Judged(argument, found, tuple(map(Heard, said[: len(found)])))


def beside(ways: Mapping[str, Sequence[Judged]]) -> list[dict[str, object]]:
    """A row a way of judging; arguments with a written reason are counted apart."""
    return [{"way": name, **_counts(found)} for name, found in ways.items()]


def rows(found: Sequence[Judged]) -> list[dict[str, object]]:
    """A row a domain, and one for all."""
    return [
        *(_row(d.value, [j for j in found if j.argument.domain is d]) for d in Domain),
        _row("all", found),
    ]


def _row(name: str, found: Sequence[Judged]) -> dict[str, object]:
    return {"letters": name, **_counts(found)}


def _counts(found: Sequence[Judged]) -> dict[str, object]:
    counts = Counter(j.outcome for j in found)
    against = [j for j in found if j.outcome in (Outcome.FALSE_RIGHT, Outcome.FALSE_WRONG)]
    explained = sum(bool(j.reason) for j in against)
    return {"arguments": len(found), **{o.value: counts[o] for o in Outcome}, "with a reason": explained}


def per_link(found: Sequence[Judged]) -> list[dict[str, object]]:
    """A row a mark: what the engine says of the links that have it."""
    pairs = [(_mark_of(link), told.said) for j in found for link, told in zip(j.links, j.heard, strict=True)]
    counts = Counter(pairs)
    names = ("true", "false", "no mark")
    return [{"links": name, **{said.value: counts[name, said] for said in Said}} for name in names]


def _mark_of(link: Link) -> str:
    return {True: "true", False: "false", None: "no mark"}[link.true]


def listed(found: Judged) -> str:
    """An argument that is not judged as STACK marks it, line by line."""
    argument = found.argument
    head = f"\n{argument.number} ({FILE}:{argument.row}, {argument.key}, {argument.domain.value}, "
    head += f"marked {argument.outcome}): {found.outcome.value}"
    shown = (
        f"  {mark(told.said)} {_mark_of(link):7} {link.line.joint.value} {latex(link.line.node)}"
        f"    {told.words if told.said is not Said.RIGHT else ''}"
        for link, told in zip(found.links, found.heard, strict=True)
    )
    return "\n".join((head, *([f"  {found.reason}"] if found.reason else []), *shown))


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge STACK's arguments by equivalence.")
    parser.add_argument("folder", type=Path, help=f"a folder that has {FILE} in it")
    parser.add_argument("--peers", action="store_true", help="also ask SymPy and, if installed, pycodemath")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds for a peer (default: 30)")
    parser.add_argument("--marked", action="store_true", help="write one direction where STACK sees one")
    parser.add_argument("--list", action="store_true", help="print the arguments that do not agree")
    parser.add_argument("--show", type=int, metavar="N", help="print the document of argument N alone")
    parser.add_argument("--form", choices=[f.value for f in Form], default="displays", help=FORMS)
    parser.add_argument("--jobs", type=int, default=2, help="arguments at a time (default: 2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    known = [replace(argument, marked=options.marked) for argument in arguments(options.folder)]
    form = Form(options.form)
    if options.show:
        chosen = known[options.show - 1]
        print(document(f"Argument {chosen.number}", [link.line for link in links(chosen)], form))
        return 0
    start = time.perf_counter()
    found = each(partial(judged, form=form), known, options.jobs)
    seconds = round(time.perf_counter() - start)
    ways = {"this engine": found}
    for name in PEERS if options.peers else ():
        ways[name] = [by_peer(name, argument, options.limit) for argument in known]
    if options.json:
        told = [{"number": j.argument.number, "outcome": j.outcome.value} for j in found]
        tables = {"rows": rows(found), "links": per_link(found), "ways": beside(ways)}
        print(json.dumps({"seconds": seconds, **tables, "arguments": told}, indent=2))
        return 0
    print("\n".join(shown_rows(rows(found))), "\n".join(shown_rows(per_link(found))), sep="\n\n")
    print("\n" + "\n".join(shown_rows(beside(ways))))
    print(f"\n{seconds} s")
    if options.list:
        print("\n".join(listed(j) for j in found if j.outcome not in (Outcome.AGREES, Outcome.NONE)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
