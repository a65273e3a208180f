"""pycodemath's 210 derivations: which slips are found at their line, and which right lines are called wrong.

    pip install --no-deps --target FOLDER pycodemath
    python benchmarks/arguments_pycodemath.py FOLDER [--peers] [--list] [--jobs 2] [--json]

FOLDER is one that has `derivations.jsonl` somewhere in it. Half of the derivations are right, the others
have one wrong step, of which their file says the number. Each becomes a document: expressions and
derivatives one chain of equals signs, equations displays that are joined by `\\iff`, since the file calls a
lost root and a gained one errors. A slip is caught where its line is the one that does not follow. With
`--peers`, SymPy (`equals`, and sets of solutions over the reals from `solveset`) and, where it is
installed, pycodemath judge the same steps, each derivation in a process that is killed after `--limit`
seconds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Final

import maxima
from arguments import FORMS, Form, Heard, Joint, Line, Said, document, each, file_in, heard, mark
from arguments_peers import PEERS, asked
from tables import shown_rows

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
    MORE = "and other lines, too"
    ELSEWHERE = "another line first"
    PASSED = "passed"
    MISSED = "open"
    PROVED = "proved"
    ALARM = "false alarm"
    OPEN = "left open"
    FAILED = "killed"


@dataclass(frozen=True, slots=True)
class Judged:
    case: Case
    lines: tuple[Heard, ...]

    @property
    def outcome(self) -> Outcome:
        return outcome(self.case, [line.said for line in self.lines])


def cases(folder: Path) -> list[Case]:
    """The derivations of the file, a derivative with what is differentiated as its first line."""
    rows = file_in(folder, FILE).read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(row)) for row in rows if row]


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


def own(case: Case, form: Form = Form.DISPLAYS) -> Judged:
    return Judged(case, heard(case.name, lines(case), form))


def outcome(case: Case, said: Sequence[Said]) -> Outcome:
    """Of a whole derivation: the first line only opens it, and counts where it is called false."""
    false = [k for k, s in enumerate(said, 1) if s is Said.FALSE]
    proved = all(s is Said.RIGHT for s in said[1:])
    if case.slip is None:
        return Outcome.ALARM if false else Outcome.PROVED if proved else Outcome.OPEN
    if not false:
        return Outcome.PASSED if proved else Outcome.MISSED
    if false[0] != case.slip:
        return Outcome.ELSEWHERE
    return Outcome.CAUGHT if len(false) == 1 else Outcome.MORE


def told(case: Case, name: str, limit: float) -> Outcome:
    """What a peer makes of a derivation."""
    found = asked(name, lines(case), False, limit)
    return Outcome.FAILED if found is None else outcome(case, found)


def _row(way: str, slips: Sequence[Outcome], right: Sequence[Outcome], seconds: float) -> dict[str, object]:
    of_slips, of_right = Counter(slips), Counter(right)
    wrong = (Outcome.CAUGHT, Outcome.MORE, Outcome.ELSEWHERE, Outcome.PASSED, Outcome.MISSED)
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
    parser.add_argument("--form", choices=[f.value for f in Form], default="displays", help=FORMS)
    parser.add_argument("--jobs", type=int, default=2, help="derivations at a time (default: 2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    known, form = cases(options.folder), Form(options.form)
    if options.show:
        print("\n".join(document(c.name, lines(c), form) for c in known if c.name == options.show))
        return 0
    start = time.perf_counter()
    judged = each(partial(own, form=form), known, options.jobs)
    found = [j.outcome for j in judged]
    rows = [table("this engine", known, found, time.perf_counter() - start)]
    groups = dict.fromkeys(case.group for case in known)
    kinds = [_of_group(group, judged) for group in groups]
    for name in PEERS if options.peers else ():
        start = time.perf_counter()
        outcomes = [told(case, name, options.limit) for case in known]
        rows.append(table(name, known, outcomes, time.perf_counter() - start))
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
