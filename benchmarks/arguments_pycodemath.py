"""pycodemath's 210 derivations: which slips are found at their line, and which right lines are called wrong.

    pip download pycodemath --no-deps && unzip pycodemath-*.whl -d FOLDER
    python benchmarks/arguments_pycodemath.py FOLDER [--peers] [--list] [--jobs 2] [--json]

FOLDER is one that has `derivations.jsonl` somewhere in it. Half of the derivations are right, the others
have one wrong step, of which their file says the number. Each becomes a document: expressions and
derivatives one chain of equals signs, equations displays that are joined by `\\iff`, since the file calls a
lost root and a gained one errors. A slip is caught where its line is the first that does not follow. With
`--peers`, SymPy (`equals`, and sets of solutions over the reals from `solveset`) and, where it is
installed, pycodemath judge the same steps, each derivation in a process that is killed after `--limit`
seconds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import maxima
import sympy
from arguments import Heard, Joint, Line, Said, document, each, heard, mark
from check import shown_rows

try:
    from pycodemath.verify import certify_diff, check_steps
except ImportError:
    certify_diff = check_steps = None

FILE: Final = "derivations.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A derivation: its lines, the kind of its lines, and the number of the one that is wrong."""

    name: str
    kind: str
    group: str
    steps: tuple[str, ...]
    slip: int | None


class Outcome(Enum):
    CAUGHT = "caught at its line"
    ELSEWHERE = "caught elsewhere"
    PASSED = "passed"
    MISSED = "open"
    PROVED = "proved"
    ALARM = "false alarm"
    OPEN = "left open"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Judged:
    case: Case
    lines: tuple[Heard, ...]

    @property
    def outcome(self) -> Outcome:
        return outcome(self.case, [line.said for line in self.lines])


def cases(folder: Path) -> list[Case]:
    """The derivations of the file, a derivative with what is differentiated as its first line."""
    try:
        path = next(iter(sorted(folder.rglob(FILE))))
    except StopIteration:
        raise SystemExit(f"{folder}: there is no {FILE} in it") from None
    rows = (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row)
    return [_case(row) for row in rows]


def _case(row: dict[str, object]) -> Case:
    steps = [str(step) for step in _list(row["steps"])]
    if row["kind"] == "derivative":
        steps.insert(0, f"diff({row['function']},{row['var']})")
    slip = row["error_step"]
    return Case(
        str(row["id"]),
        str(row["kind"]),
        str(row["error_type"]),
        tuple(steps),
        slip if isinstance(slip, int) else None,
    )


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def lines(case: Case) -> list[Line]:
    """As an author would write them: equations are posed, and each is equivalent to the one before."""
    posed = case.kind == "equations"
    joint = Joint.IFF if posed else Joint.EQUALS
    first, *others = map(maxima.read, case.steps)
    return [Line(first, prose="Solve" if posed else ""), *(Line(node, joint) for node in others)]


def own(case: Case) -> Judged:
    return Judged(case, heard(case.name, lines(case)))


def outcome(case: Case, said: Sequence[Said]) -> Outcome:
    """Of a whole derivation: the first line only opens it, and counts where it is called false."""
    false = next((k for k, s in enumerate(said, 1) if s is Said.FALSE), None)
    proved = all(s is Said.RIGHT for s in said[1:])
    if case.slip is None:
        return Outcome.ALARM if false else Outcome.PROVED if proved else Outcome.OPEN
    if false is None:
        return Outcome.PASSED if proved else Outcome.MISSED
    return Outcome.CAUGHT if false == case.slip else Outcome.ELSEWHERE


# Peers.


def by_sympy(case: Case) -> list[Said]:
    first, *others = map(maxima.read, case.steps)
    if case.kind == "equations":
        sets = [_solutions(node) for node in (first, *others)]
        return [Said.GIVEN, *(_same(*pair) for pair in pairwise(sets))]
    values = [_expression(node) for node in (first, *others)]
    verdicts = (a.equals(b) for a, b in pairwise(values))
    return [Said.GIVEN, *({True: Said.RIGHT, False: Said.FALSE}.get(v, Said.OPEN) for v in verdicts)]


def _same(left: sympy.Set, right: sympy.Set) -> Said:
    if left == right:
        return Said.RIGHT
    return Said.FALSE if left.is_FiniteSet and right.is_FiniteSet else Said.OPEN


def _solutions(node: maxima.Node) -> sympy.Set:
    match node:
        case maxima.Infix("or", left, right):
            return _solutions(left) | _solutions(right)
        case maxima.Infix("=", left, right):
            difference = _expression(left) - _expression(right)
            return sympy.solveset(difference, sympy.Symbol("x"), sympy.S.Reals)
        case _:
            raise ValueError(maxima.latex(node))


OPERATORS: Final[dict[str, Callable[[sympy.Expr, sympy.Expr], sympy.Expr]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}


def _expression(node: maxima.Node) -> sympy.Expr:
    match node:
        case maxima.Number(text):
            return sympy.Rational(text)
        case maxima.Name(text):
            return sympy.Symbol(text)
        case maxima.Prefix("-", operand):
            return -_expression(operand)
        case maxima.Infix(operator, left, right) if operator in OPERATORS:
            return OPERATORS[operator](_expression(left), _expression(right))
        case maxima.Call(function, arguments):
            return getattr(sympy, function)(*map(_expression, arguments))
        case _:
            raise ValueError(maxima.latex(node))


def by_pycodemath(case: Case) -> list[Said]:
    names = {"verified": Said.RIGHT, "refuted": Said.FALSE}
    steps, rows = case.steps, [Said.GIVEN]
    if case.kind == "derivative":
        function = case.steps[0].removeprefix("diff(").removesuffix(",x)")
        rows.append(names.get(certify_diff(function, "x", steps[1]).status.value, Said.OPEN))
        steps = case.steps[1:]
    checks = check_steps(list(steps)).checks if len(steps) > 1 else ()
    return [*rows, *(names.get(check.verdict.status.value, Said.OPEN) for check in checks)]


PEERS: Final[dict[str, Callable[[Case], list[Said]]]] = {"SymPy": by_sympy} | (
    {"pycodemath": by_pycodemath} if check_steps else {}
)


def tried(case: Case, name: str, limit: float) -> Outcome:
    """What a peer says, in a process that is killed at the limit."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, case, name))
    process.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(limit) else None
    except EOFError:
        found = None
    finally:
        process.kill()
        process.join()
        ours.close()
    return Outcome.FAILED if found is None else outcome(case, found)


def _work(out: Connection, case: Case, name: str) -> None:
    try:
        out.send(PEERS[name](case))
    except Exception:
        out.send(None)


def _row(way: str, slips: Sequence[Outcome], right: Sequence[Outcome], seconds: float) -> dict[str, object]:
    of_slips, of_right = Counter(slips), Counter(right)
    wrong = (Outcome.CAUGHT, Outcome.ELSEWHERE, Outcome.PASSED, Outcome.MISSED)
    good = (Outcome.PROVED, Outcome.ALARM, Outcome.OPEN)
    return {
        "way": way,
        **{o.value: of_slips[o] for o in wrong},
        **{o.value: of_right[o] for o in good},
        Outcome.FAILED.value: of_slips[Outcome.FAILED] + of_right[Outcome.FAILED],
        "seconds": round(seconds),
    }


def table(way: str, known: Sequence[Case], found: Sequence[Outcome], seconds: float) -> dict[str, object]:
    pairs = list(zip(known, found, strict=True))
    slips = [o for case, o in pairs if case.slip is not None]
    return _row(way, slips, [o for case, o in pairs if case.slip is None], seconds)


def listed(judged: Judged) -> str:
    """A derivation that is not judged as its file says: its lines, each with what was said of it."""
    head = f"\n{judged.case.name} ({judged.outcome.value}; slip at {judged.case.slip})"
    shown = zip(judged.case.steps, judged.lines, strict=True)
    return "\n".join((head, *(f"  {mark(line.said)} {step}    {line.words}" for step, line in shown)))


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge pycodemath's derivations.")
    parser.add_argument("folder", type=Path, help=f"a folder that has {FILE} in it")
    parser.add_argument("--peers", action="store_true", help="also ask SymPy and, if installed, pycodemath")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds for a peer (default: 30)")
    parser.add_argument("--list", action="store_true", help="print what is not judged as the file says")
    parser.add_argument("--show", metavar="NAME", help="print the document of one derivation alone")
    parser.add_argument("--jobs", type=int, default=2, help="derivations at a time (default: 2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    known = cases(options.folder)
    if options.show:
        print("\n".join(document(c.name, lines(c)) for c in known if c.name == options.show))
        return 0
    start = time.perf_counter()
    judged = each(own, known, options.jobs)
    found = [j.outcome for j in judged]
    rows = [table("this engine", known, found, time.perf_counter() - start)]
    groups = dict.fromkeys(case.group for case in known)
    kinds = [_of_group(group, judged) for group in groups]
    for name in PEERS if options.peers else ():
        start = time.perf_counter()
        told = [tried(case, name, options.limit) for case in known]
        rows.append(table(name, known, told, time.perf_counter() - start))
    if options.json:
        said = [{**asdict(j.case), "outcome": j.outcome.value} for j in judged]
        print(json.dumps({"rows": rows, "kinds": kinds, "derivations": said}, indent=2))
        return 0
    print("\n".join(shown_rows(rows)), "\n".join(shown_rows(kinds)), sep="\n\n")
    if options.list:
        print("\n".join(listed(j) for j in judged if j.outcome not in (Outcome.CAUGHT, Outcome.PROVED)))
    return 0


def _of_group(group: str, judged: Sequence[Judged]) -> dict[str, object]:
    chosen = [j for j in judged if j.case.group == group]
    return table(group, [j.case for j in chosen], [j.outcome for j in chosen], 0)


if __name__ == "__main__":
    raise SystemExit(main())
