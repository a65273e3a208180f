"""What a function computes, in statements that are proved: for a whole row, and by chunks of one.

Takes theorems of one setting; gives a `Program`, which the targets write down each
in its way. Its statements are those of NumPy along `axis`, and read

    peak, [lost]          what is taken from x, next to an end of it or 0, and what rounding takes
    shift                 x = x - peak, times beta; or x less a number next to its mean
    before                steps that do not depend on how indices are counted
    centring, recount     the centre, and index = index - centre
    after                 all other steps
    tail, values          the results

`chunks` says how the sums of a row come from the sums of its chunks, if they do.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from derivation.audit.theorem import Theorem
from derivation.emit.body import Body
from derivation.emit.chunks import Chunks, chunks_of
from derivation.emit.degree import degree_of
from derivation.emit.errors import EmitError
from derivation.emit.names import identifier, variable
from derivation.emit.pieces import Statements, Step, function_of, multiple_of, name, names_in, sets_out
from derivation.emit.readback import BETA, COORDINATES, check_code, meaning_of
from derivation.emit.retold import applied, bounded
from derivation.emit.rewrite import Leaf, entries_of, numbers_of, rewritten, rewritten_setting, upright
from derivation.emit.shape import Shape, opened, shape_of
from derivation.emit.shift import (
    End,
    Shift,
    centre_of,
    end_of,
    exponents,
    may_shift_exponents,
    middles_of,
    only_in_exponents,
    recount_of,
    shift_of,
)
from derivation.emit.steps import assignments, inlined, named, needed, renamed, split_by
from derivation.records import dataclass, replace
from derivation.search.decide import prove
from derivation.terms.judgement import Proved
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    Deriv,
    Index,
    Mul,
    Pow,
    Term,
    Var,
    children,
    integer,
)

OWN = frozenset(
    (
        *(
            "np",
            "xp",
            "axis",
            "n",
            "index",
            "dtype",
            "peak",
            "lost",
            "centre",
            "beta",
            "accurate",
            "kept",
            "sums",
        ),
        *(
            "peaks",
            "centres",
            "by",
            "gap",
            "whole",
            "keep",
            "keepdims",
            "out",
            "workers",
            "indices",
            "index_base",
            "only",
            "shifted",
            "start",
        ),
        *("Any", "ArrayLike", "NDArray", "Array", "Program", "math", "os", "sys"),
    )
)


@dataclass(slots=True)
class Program:
    """The statements of a function; see the module's docstring."""

    name: str
    theorems: tuple[Theorem, ...]
    shape: Shape
    names: Mapping[str, str]
    order: tuple[str, ...]
    shifts: tuple[Shift, ...]
    middles: Mapping[str, tuple[Shift, ...]]
    end: End
    bare: bool
    centre: Term | None
    counted: bool
    coordinates: bool
    beta: bool
    accurate: bool
    peak: Statements
    shift: Statements
    before: Statements
    centring: Statements
    recount: Statements
    after: Statements
    tail: Statements
    values: tuple[ast.expr, ...]
    chunks: Chunks | None = None

    @property
    def vector(self) -> str:
        """The Python name of the first vector."""
        return self.names[self.shape.vectors[0]]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The Python names of all vectors, in the order of the public function's parameters."""
        return tuple(self.names[vector] for vector in self.order)

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(self.names[v] for v in self.shape.vectors[1:])

    @property
    def scalars(self) -> tuple[str, ...]:
        return tuple(self.names[s] for s in self.shape.scalars)

    def is_positive(self, scalar: str) -> bool:
        """Whether a scalar, by its Python name, is > 0 by hypothesis."""
        positive = self.theorems[0].setting.hypotheses.positive
        return any(own == scalar and known in positive for known, own in self.names.items())

    @property
    def statements(self) -> Statements:
        """Everything, in order."""
        return [
            *self.peak, *self.shift, *self.before, *self.centring, *self.recount, *self.after, *self.tail
        ]  # fmt: skip


def program(
    function: str, theorems: tuple[Theorem, ...], taken: Iterable[str] = (), order: tuple[str, ...] = ()
) -> Program:
    """The proved statements of a function that returns the theorems' right sides; raises `EmitError`.

    `taken` are names that variables can't have; `order` is that of the parameters, as far as that is told.
    """
    theorems = tuple(bounded(_upright(applied(theorem))) for theorem in theorems)
    setting = theorems[0].setting
    shape = shape_of(theorems, shape_of(theorems[-1:]).vectors[0])
    vector = shape.vectors[0]
    places = {known: place for place, known in enumerate(order)}
    order = tuple(sorted(shape.vectors, key=lambda known: places.get(known, len(places))))
    names: dict[str, str] = {}
    reserved = {*OWN, *taken} - {"beta"}
    for known in (*shape.vectors, *shape.scalars):
        names[known] = variable(known, {*reserved, *names.values()})
    parts = [part for t in theorems for part in opened(t.closed, t.setting)]
    counted = any(isinstance(part, Index) for part in parts)
    arguments = exponents((t.closed for t in theorems), setting, vector)
    shifts = tuple(shift_of(theorem, vector) for theorem in theorems) if arguments else ()
    shifts = () if Shift.NONE in shifts else shifts
    middles = {} if arguments else middles_of(theorems, shape.vectors)
    end = end_of(arguments, setting, vector) if arguments else End.UNKNOWN
    held = bool(arguments) and not shifts and end is not End.UNKNOWN
    held = held and all(may_shift_exponents(theorem, vector) for theorem in theorems)
    centre = centre_of(theorems)
    body = Body(setting, shape, names, [t.closed for t in theorems], "shifted" if held else "")
    results = [body.value(theorem.closed) for theorem in theorems]
    middle = None if centre is None else body.value(centre)
    steps = needed(body.steps, results if middle is None else [*results, middle])
    hints = dict(body.hints)
    if isinstance(middle, ast.Name) and middle.id in hints:
        hints[middle.id] += "_less_centre"
    reserved.add("beta")
    found = named(steps, hints, {*reserved, *names.values()})
    steps = [Step(found[s.id], renamed(s.expr, found)) for s in steps]
    results = [renamed(result, found) for result in results]
    middle = None if middle is None else renamed(middle, found)
    before, after = split_by(steps, "index") if middle is not None else ([], steps)
    after = needed(after, results)
    made = Program(
        function, theorems, shape, names, order, shifts, {names[v]: told for v, told in middles.items()}, end,
        bare=not all(only_in_exponents(t.closed, t.setting, vector) for t in theorems),
        centre=centre,
        counted=counted,
        coordinates=False,
        beta=bool(shifts) and set(shifts) == {Shift.INVARIANT} and end is not End.UNKNOWN
        and "beta" not in names.values() and all(_scales(theorem, vector) for theorem in theorems),
        accurate=bool(shifts) and end is not End.UNKNOWN,
        peak=[], shift=[], before=[], centring=[], recount=[], after=[], tail=[], values=(),
    )  # fmt: skip
    used = {*reserved, *names.values(), *found.values()}
    for centred in made.middles:
        lines = f"{centred}_middle = _middle({centred}, axis, keepdims=True)\n"
        made.shift += ast.parse(f"{lines}{centred} = _shifted({centred}, {centred}_middle)").body
    _open(made, held, [*before, *after], [*results, *([] if middle is None else [middle])])
    for step in before:
        made.before += _step(made, step, used)
    if middle is not None:
        mean = inlined(middle, [s for s in steps if s in after or s not in before])
        made.centring = assignments("centre", _near(mean), used)
        made.recount = ast.parse("index = index - centre").body
    for step in after:
        made.after += _step(made, step, used)
    _finish(made, results, used)
    _prove(made)
    made.chunks = chunks_of(made, [*before, *after], middle, used)
    for group in (made.peak, made.shift, made.before, made.centring, made.recount, made.after, made.tail):
        for statement in group:
            ast.fix_missing_locations(statement)
    return made


def _upright(theorem: Theorem) -> Theorem:
    """The theorem with e^{-a} for 1/e^a, so that what is divided by does not underflow."""
    closed = upright(theorem.closed)
    if closed == theorem.closed or not isinstance(prove(closed, theorem.closed, theorem.setting), Proved):
        return theorem
    return replace(theorem, closed=closed)


def _open(made: Program, held: bool, steps: list[Step], results: list[ast.expr]) -> None:
    """The end of x that is taken away, and x without it; with `held` x stays, and is another in exponents.

    Where exponentials are mended, nothing is taken from rows whose exponentials have room enough. They
    have more where nothing else can make a product large: no other vector, no scalar.
    """
    if not (made.shifts or held):
        return
    x, pick = made.vector, "minimum" if made.end is End.MIN else "maximum"
    made.peak = ast.parse(f"peak = np.{pick}.reduce({x}, axis, keepdims=True)").body
    if held:
        made.shift = ast.parse(f"shifted = _shifted({x}, peak)").body
        return
    times = "beta" if made.beta else "1"
    multiples = _multiples(steps, x)
    made.accurate = made.accurate and multiples is not None
    if made.accurate:
        factors = [*(["beta"] if made.beta else []), _largest(multiples or ())]
        bound = " * ".join(f for f in factors if f != "1") or "1"
        alone = not (made.bare or made.others or made.scalars)
        degree = degree_of(steps, results, x, len(multiples or ()) > 1) if alone else 0
        taken = "(beta == 1 and _any(peak))" if made.beta else "_any(peak)"
        degree = degree if made.centre is not None or not made.counted else 0
        end = f"np.{pick}.reduce({x}, axis, keepdims=True)"
        room = f"{degree} if whole else 0" if degree and made.centre is not None else f"{degree}"
        made.peak = ast.parse(f"peak = _shift({end}, {bound}, {room}, {'n' if degree else 1})").body
        made.peak += ast.parse(f"lost = _lost({x}, peak, {times}) if accurate or {taken} else None").body
    made.shift = ast.parse(f"{x} = _shifted({x}, peak)").body
    if made.beta:
        made.shift += ast.parse(f"if beta != 1:\n    {x} = {x} * beta").body


def _multiples(steps: Iterable[Step], x: str) -> tuple[str, ...] | None:
    """What exponents are multiples of x by; None where one of them is none."""
    arguments = [
        s.expr.args[0] for s in steps if isinstance(s.expr, ast.Call) and function_of(s.expr) == "exp"
    ]
    found = [multiple_of(a, x, ast.Constant(1)) for a in arguments if x in names_in(a)]
    return None if None in found else tuple(dict.fromkeys(ast.unparse(m) for m in found if m is not None))


def _largest(multiples: tuple[str, ...]) -> str:
    """The largest of some multiples in size, as code."""
    bare = [m.removeprefix("-").removesuffix(" * 1") for m in multiples]
    sizes = list(dict.fromkeys(b if b.isidentifier() or b.isdigit() else f"abs({b})" for b in bare))
    return sizes[0] if len(sizes) == 1 else f"max({', '.join(sizes)})"


def _near(mean: ast.expr) -> ast.expr:
    arguments = [mean, name("index"), name("axis"), name("whole")]
    return ast.Call(name("_near"), arguments, [])


def _step(made: Program, step: Step, used: set[str]) -> Statements:
    """A step; an exponential is mended by what rounding took from its exponent."""
    statements = assignments(step.id, step.expr, used)
    if made.accurate and function_of(step.expr) == "exp":
        lost = multiple_of(step.expr.args[0], made.vector, name("lost"))  # type: ignore[attr-defined]
        if lost is not None:
            gain = ast.BinOp(name(step.id), ast.Add(), ast.BinOp(name(step.id), ast.Mult(), lost))
            there = ast.Compare(name("lost"), [ast.IsNot()], [ast.Constant(None)])
            statements.append(ast.If(there, assignments(step.id, gain, used), []))
    return statements


def _finish(made: Program, results: list[ast.expr], used: set[str]) -> None:
    """The results, with what was taken away added again, and the factors that beta brings."""
    values: list[ast.expr] = []
    for place, (theorem, result) in enumerate(zip(made.theorems, results, strict=True)):
        expr = result
        if made.shifts and made.shifts[place] is Shift.FOLLOWS:
            expr = ast.BinOp(expr, ast.Add(), name("peak"))
        for centred, told in made.middles.items():
            if told[place] is Shift.FOLLOWS:
                expr = ast.BinOp(expr, ast.Add(), name(f"{centred}_middle"))
        if made.centre is not None and recount_of(theorem.closed, theorem.setting) is Shift.FOLLOWS:
            expr = ast.BinOp(expr, ast.Add(), name("centre"))
        order = _order(theorem.subject, made.shape.vectors[0]) if made.beta else 0
        if order or not isinstance(expr, ast.Name):
            variable = identifier("gradient" if place else "value", used)
            used.add(variable)
            made.tail += assignments(variable, expr, used)
            expr = name(variable)
        if order:
            factor = "beta" if order == 1 else f"beta ** {order}"
            scaled = ast.unparse(expr)
            made.tail += ast.parse(f"if beta != 1:\n    {scaled} = {scaled} * {factor}").body
        values.append(expr)
    made.values = tuple(values)


def _order(subject: Term, vector: str) -> int:
    """How often a theorem's left side is differentiated by a vector's entries."""
    inner = max((_order(part, vector) for part in children(subject)), default=0)
    return inner + (isinstance(subject, Deriv) and subject.wrt.name == vector)


def _at_beta(vector: str) -> Leaf:
    return entries_of(vector, lambda entry: Mul((BETA, entry)))


def _scales(theorem: Theorem, vector: str) -> bool:
    """Whether the theorem is proved at beta x, derivatives by x, with the power of beta that they bring."""
    leaf, order = _at_beta(vector), _order(theorem.subject, vector)
    right = Mul((Pow(BETA, integer(order)), rewritten(theorem.closed, leaf)))
    setting = rewritten_setting(theorem.setting, leaf)
    return isinstance(prove(rewritten(theorem.subject, leaf), right, setting), Proved)


# Proofs


def _prove(made: Program) -> None:
    """Raises `EmitError` unless the statements are proved, for any coordinates if they can be."""
    if made.counted:
        made.coordinates = True
        try:
            check(made, ((), made.statements))
            return
        except EmitError:
            made.coordinates = False
            if made.centre is not None:
                raise
    check(made, ((), made.statements))


def check(made: Program, *parts: tuple[Iterable[str], Statements]) -> None:
    """Raises `EmitError` unless statements as they are written, a part a function, are proved.

    Of a part the variables are told that the part before hands over to it.
    """
    setting, vector = made.theorems[0].setting, made.shape.vectors[0]
    targets = [(theorem.latex, theorem.closed, _order(theorem.subject, vector)) for theorem in made.theorems]
    if made.coordinates:
        leaf = numbers_of(lambda index: Var(COORDINATES, (index.name,)))
        setting, targets = _elsewhere(setting, targets, leaf)
    if made.beta:
        setting, targets = _elsewhere(setting, targets, _at_beta(vector))
        targets = [(t, Mul((Pow(BETA, integer(order)), term)), order) for t, term, order in targets]
    meaning = meaning_of(made.shape, made.names, counted=not made.coordinates)
    for _, statements in parts:
        for statement in filter(sets_out, statements):
            if any(isinstance(node, ast.keyword) and node.arg == "out" for node in ast.walk(statement)):
                raise EmitError(f"{ast.unparse(statement)} in emitted code cannot be read back")
    read = [(handed, [s for s in statements if not sets_out(s)]) for handed, statements in parts]
    check_code([(t, term) for t, term, _ in targets], setting, meaning, read, made.values)


def _elsewhere(
    setting: Setting, targets: list[tuple[str, Term, int]], leaf: Leaf
) -> tuple[Setting, list[tuple[str, Term, int]]]:
    rewritten_targets = [(latex, rewritten(term, leaf), order) for latex, term, order in targets]
    return rewritten_setting(setting, leaf), rewritten_targets
