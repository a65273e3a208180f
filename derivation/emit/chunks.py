"""How the sums of a long row come from the sums of its chunks.

Takes a program's statements; gives `Chunks`, or None. A chunk's sums are taken at
an end and a centre of its own. What they count for at those of the row is derived:
each sum is moved, brought to normal form, written in terms of the sums that are
there, and proved.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from derivation.emit.body import Body
from derivation.emit.errors import EmitError, NotPlain
from derivation.emit.pieces import Statements, Step, function_of, multiple_of, name, names_in, numpy_call
from derivation.emit.readback import COORDINATES, LETTER, Meaning, meaning_of
from derivation.emit.rewrite import at, rewritten, rewritten_setting
from derivation.emit.steps import assignments, inlined, named, needed, renamed
from derivation.records import dataclass, replace
from derivation.search.decide import prove
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.judgement import Proved
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import Add, Definition, Mul, Ref, Term, Var

if TYPE_CHECKING:
    from derivation.emit.program import Program

BY, GAP = Var("by of the code"), Var("gap of the code")


@dataclass(slots=True)
class Chunks:
    """How sums of chunks make the sums of a row, and what is kept of each chunk.

    `state` are names of sums, `contributions` what a chunk's sums count for in the row;
    `kept` are names of exponentials, `factors` what they are multiplied with.
    `helpers` are statements that both need, on `by` and `gap`.
    """

    state: tuple[str, ...]
    contributions: tuple[ast.expr, ...]
    kept: tuple[str, ...]
    factors: tuple[ast.expr, ...]
    helpers: Statements
    mean: ast.expr | None


def chunks_of(made: Program, steps: list[Step], middle: ast.expr | None, used: set[str]) -> Chunks | None:
    """How the sums of chunks make those of a row; None where nothing of the kind is proved."""
    sums = [s.id for s in steps if function_of(s.expr) == "add.reduce"]
    if not sums or (made.counted and made.centre is None) or not made.shifts:
        return None
    depends: dict[str, set[str]] = {}
    for step in steps:
        direct = names_in(step.expr)
        depends[step.id] = direct.union(*(depends.get(d, set()) for d in direct))
    first = {s for step in sums for s in (step, *depends[step])}
    if any(not depends[s].isdisjoint({*sums, "n"}) for s in sums):
        return None
    later = [*made.before, *made.after, *made.tail]
    wanted = {n for statement in later if not _assigns(statement, first) for n in names_in(statement)}
    wanted |= {n for value in made.values for n in names_in(value)}
    vectors = {s.id: s for s in steps if s.id in first and s.id in wanted and s.id not in sums}
    arguments = []
    for step in vectors.values():
        if function_of(step.expr) != "exp":
            return None
        argument = multiple_of(step.expr.args[0], made.vector, name("by"))  # type: ignore[attr-defined]
        if argument is None:
            return None
        arguments.append(argument)
    state = tuple(s for s in sums if s in wanted)
    try:
        return _merging(made, state, dict(zip(vectors, arguments, strict=True)), steps, middle, used)
    except (EmitError, NotPlain, Unsupported):
        return None


def of_a_part(setting: Setting) -> Setting:
    """What still holds of a part of a row: nothing of what is known of the whole, as what it adds up to."""
    return replace(setting, totals={}, solved={}, conditions=())


def _merging(
    made: Program,
    state: tuple[str, ...],
    kept: dict[str, ast.expr],
    steps: list[Step],
    middle: ast.expr | None,
    used: set[str],
) -> Chunks | None:
    meaning = meaning_of(made.shape, made.names, counted=False)
    for statement in (*made.before, *made.after):
        meaning.run(statement)
    known = made.theorems[0].setting
    setting = of_a_part(replace(known, definitions={**known.definitions, **meaning.definitions}))
    vector = made.shape.vectors[0]

    def leaf(part: Term) -> Term | None:
        if isinstance(part, Var) and part.indices and part.name in (vector, COORDINATES):
            return Add((part, BY if part.name == vector else GAP))
        return None

    moved = rewritten_setting(setting, leaf, "moved ")
    sums = {s: meaning.known[s] for s in state}
    plain = {s: _summed(setting, ref) for s, ref in sums.items()}
    inner = replace(
        setting,
        definitions={**setting.definitions, **{(s, 0): Definition(s, (), term) for s, term in plain.items()}},
    )
    names = {**made.names, BY.name: "by", GAP.name: "gap"}
    body = Body(inner, made.shape, names, [Ref(s) for s in state])
    for s in state:
        body.stands(s, name(s))
    contributions: list[ast.expr] = []
    for s in state:
        form = to_term(Normalizer(moved).normal_form(rewritten(sums[s], leaf, "moved ")))
        contributions.append(body.value(form))
    allowed = {*state, "by", "gap", "np", "math", *made.scalars}
    steps_needed = needed(body.steps, contributions)
    found = named(steps_needed, body.hints, used | set(state))
    helpers: Statements = []
    for step in steps_needed:
        expr = renamed(step.expr, found)
        if not names_in(expr) <= allowed:
            return None
        allowed.add(found[step.id])
        helpers += assignments(found[step.id], expr, used)
    contributions = [renamed(c, found) for c in contributions]
    if any(not names_in(c) <= allowed for c in contributions):
        return None
    check = Meaning(
        made.shape, {**meaning.known, "by": BY, "gap": GAP}, set(meaning.varies), dict(meaning.definitions)
    )
    for helper in helpers:
        check.run(helper)
    inside = replace(moved, definitions={**moved.definitions, **check.definitions})
    for s, contribution in zip(state, contributions, strict=True):
        if not isinstance(
            prove(check.term(contribution), rewritten(sums[s], leaf, "moved "), inside), Proved
        ):
            return None
    factors: list[ast.expr] = []
    for s, argument in kept.items():
        factor: ast.expr = numpy_call("exp", argument)
        there = Mul((check.term(factor), meaning.known[s]))
        index = made.shape.index or "i"
        rest = rewritten(meaning.known[s], leaf, "moved ")
        if not isinstance(
            prove(at(there, LETTER, index), at(rest, LETTER, index), _ranged(inside, made, index)), Proved
        ):
            return None
        same = next(
            (h for h in helpers if isinstance(h, ast.Assign) and ast.dump(h.value) == ast.dump(factor)), None
        )
        factors.append(same.targets[0] if same is not None else factor)
    factors = [name(f.id) if isinstance(f, ast.Name) else f for f in factors]
    mean = None
    if middle is not None:
        mean = inlined(middle, [s for s in steps if s.id not in state])
        if not names_in(mean) <= {*state, *made.scalars, "np", "math"}:
            return None
    return Chunks(state, tuple(contributions), tuple(kept), tuple(factors), helpers, mean)


def _summed(setting: Setting, ref: Term) -> Term:
    if not isinstance(ref, Ref):
        raise EmitError("a sum has no definition")
    return setting.definitions[ref.name, len(ref.indices)].body


def _ranged(setting: Setting, made: Program, index: str) -> Setting:
    ranges = {**setting.hypotheses.ranges, index: made.shape.span}
    return replace(setting, hypotheses=replace(setting.hypotheses, ranges=ranges))


def _assigns(statement: ast.stmt, variables: set[str]) -> bool:
    targets = [n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return bool(targets) and set(targets) <= variables
