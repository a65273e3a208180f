"""What emitted code says of itself: the module's header, and numpydoc docstrings.

Gives text, made safe to stand in a Python string: document text has no control
characters and no quotes that could end the string.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from derivation.audit.conditions import conditions
from derivation.audit.theorem import Theorem
from derivation.emit.functions import Function
from derivation.emit.plain import plain
from derivation.emit.program import Program
from derivation.emit.shape import Shape, carries_index_values, free_index, opened
from derivation.emit.shift import End, Shift
from derivation.reading.writing import Writer
from derivation.terms.terms import Definition, Ref, Term, Var
from derivation.text.printing import to_latex
from derivation.text.visible import harmless

COLUMNS = 88
ERROR = (
    "The self-test holds errors at exact values to 64 eps of the largest entry, or of 1 if terms cancel. "
    "Elsewhere digits below those of the largest term may be lost, and where a term on the way is beyond the "
    "range of floats, as the square of 1e200 is, the result may be inf, nan or 0."
)


def made_by() -> str:
    try:
        return f"derivation {version('derivation-verifier')}"
    except PackageNotFoundError:
        return "derivation"


def quoted(text: str) -> str:
    """Document text on one line, fit for a raw string with three quotes, and to be printed and wrapped."""
    one_line = harmless(" ".join(text.split()))
    return one_line.replace("::", ": :").replace('"""', "'''")


def document_of(theorem: Theorem) -> str:
    """The document's title and source; the source alone where it tells the title."""
    title, source = quoted(theorem.document), quoted(theorem.source)
    if title and source:
        return source if title in source else f"{title} ({source})"
    return title or source or "a document without a title"


def header(functions: Iterable[Function], library: str) -> str:
    """The docstring of a module for a library."""
    theorems = tuple({(t.document, t.latex): t for f in functions for t in f.theorems}.values())
    shown = "\n".join(_broken(formula_latex(theorem)) for theorem in theorems)
    documents = " and ".join(dict.fromkeys(map(document_of, theorems)))
    about = (
        f"Each function computes a closed form that {made_by()} proved from the definitions of "
        f"{documents}, for all n >= 1 and all real inputs at which they exist, and "
        "proved again when it "
        "wrote this module. The proof is about real numbers; floating point rounds."
    )
    corrected = (
        f"{quoted(t.latex)} corrects {', '.join(f'({label})' for label in t.corrects)}."
        for t in theorems
        if t.corrects
    )
    theorem = _filled(" ".join((*corrected, f"Theorem {digest(theorems)}.")))
    opening = f"Proved formulas of {documents}, for {library}."
    return f"{opening}\n\n{shown}\n\n{_filled(about)}\n\n{theorem}\n"


def digest(theorems: Iterable[Theorem]) -> str:
    """A hash of what is proved: both sides, the definitions, and what is taken for granted."""
    told = [
        repr((t.subject, t.closed, sorted(t.setting.definitions.items()), t.setting.conditions))
        + repr((sorted(t.setting.hypotheses.ranges.items()), sorted(t.setting.hypotheses.positive)))
        + repr((sorted(t.setting.solved.items()), sorted(t.setting.totals.items())))
        for t in theorems
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def docstring(
    function: Function, theorems: tuple[Theorem, ...], made: Program, note: str, arrays: bool = False
) -> str:
    """The docstring of a function that computes theorems; `arrays` where it takes arrays alone."""
    shape, names = made.shape, made.names
    what = " and ".join(quoted(theorem.latex) for theorem in theorems)
    sections = [
        f"{what}, along an axis.",
        *(_math(formula_latex(theorem)) for theorem in theorems),
        *_plain_formulas(theorems),
        _section("Parameters", _parameters(function, theorems, made, arrays)),
        _section("Returns", [line for theorem in theorems for line in _returned(theorem, names, shape)]),
        _section("Notes", _notes(theorems, shape, note)),
    ]
    return "\n\n".join(sections) + "\n"


def formula_latex(theorem: Theorem) -> str:
    """`subject = closed form`; a closed form that is a mere name is opened once."""
    return f"{theorem.latex} = {_latex(theorem, theorem.closed)}"


def _latex(theorem: Theorem, term: Term) -> str:
    definition = _named_by(theorem, term)
    if definition is None:
        return theorem.closed_latex
    return to_latex(Writer(theorem.setting.hypotheses.ranges).node(definition.body))


def _named_by(theorem: Theorem, term: Term) -> Definition | None:
    """The definition of a term that is one name at its own parameters."""
    if not isinstance(term, Ref):
        return None
    found = theorem.setting.definitions[term.name, len(term.indices)]
    return found if found.parameters == term.indices else None


def _plain_formulas(theorems: tuple[Theorem, ...]) -> Iterator[str]:
    lines = [f"{plain(t.subject)} = {plain(t.closed)}" for t in theorems if not _named_by(t, t.closed)]
    used: dict[tuple[str, int], Definition] = {}
    for theorem in theorems:
        for part in opened(theorem.closed, theorem.setting):
            if isinstance(part, Ref):
                key = (part.name, len(part.indices))
                used[key] = theorem.setting.definitions[key]
    lines += [f"{plain(Ref(d.name, d.parameters))} = {plain(d.body)}" for d in used.values()]
    yield "In plain characters::\n\n" + "\n".join(map(_broken, lines))


def _parameters(function: Function, theorems: tuple[Theorem, ...], made: Program, arrays: bool) -> list[str]:
    shape, names, vector = made.shape, made.names, made.vector
    array = "array" if arrays else "array_like"
    lines = []
    for own in made.parameters:
        lines.append(f"{own} : {array} of real numbers")
        if own == vector:
            lines += [
                "    At least one axis. float32 and float64 are computed as they are, float16 and bfloat16",
                "    in float32; integers and booleans become float64.",
            ]
        elif own in function.columns:
            lines.append(f"    One number a row: of the shape of {vector} without the axis.")
        else:
            lines.append(
                f"    Of a shape that broadcasts with that of {vector}; computed in the dtype of {vector}."
            )
    lines += [
        "axis : int, optional",
        f"    The axis that holds the n entries of a vector {vector}; the last by default.",
    ]
    for scalar in shape.scalars:
        positive = ", > 0" if scalar in theorems[0].setting.hypotheses.positive else ""
        lines += [f"{names[scalar]} : float{positive}", f"    The scalar {quoted(scalar)} of the formula."]
    if made.beta:
        lines += [
            "beta : float, > 0, optional",
            f"    Inverse temperature: the formula is computed at beta {vector}, and derivatives are taken",
            f"    with respect to {vector}. 1 by default.",
        ]
    if made.coordinates:
        lines += [
            "index_base : int, optional",
            f"    What indices count from; {shape.base} by default, as in the formula.",
            f"indices : {array} of n real numbers, optional",
            "    Coordinates along the axis in place of the indices.",
        ]
    if any(not free_index(theorem) for theorem in theorems):
        lines += ["keepdims : bool, optional", "    Whether what is reduced keeps the axis, with length 1."]
    several = len(theorems) > 1
    if not arrays:
        lines += [
            f"out : {'tuple of ndarrays' if several else 'ndarray'}, optional",
            f"    Where the {'results are' if several else 'result is'} written, in the right shape.",
            "workers : int, optional",
            "    Threads for large arrays; as many as there are cores by default.",
        ]
    if made.accurate:
        lines += [
            "accurate : bool, optional",
            "    Whether exponentials are mended by what rounding takes from their exponents: a few more",
            "    operations, and each entry is as exact as its own conditioning lets it be."
            + ("" if arrays else " float32 is\n    computed in float64."),
        ]
    return lines


def _returned(theorem: Theorem, names: Mapping[str, str], shape: Shape) -> list[str]:
    vector = names[shape.vectors[0]]
    if free_index(theorem):
        return ["ndarray", _broken(f"{theorem.latex}, in the shape of {vector}.")]
    return ["ndarray or scalar", _broken(f"{theorem.latex}, in the shape of {vector} without the axis.")]


def _notes(theorems: tuple[Theorem, ...], shape: Shape, shift: str) -> list[str]:
    proof = (
        f"Proved from the definitions of {document_of(theorems[0])} for all n >= 1 and all real "
        "inputs at which it exists, "
        f"by {made_by()}."
    )
    notes = [proof, *_needed(theorems), *_assumed(theorems), ERROR]
    parts = [part for t in theorems for part in opened(t.closed, t.setting)]
    if carries_index_values(parts):
        notes.append(f"The index counts from {shape.base}.")
    return _filled(" ".join((*notes, shift))).splitlines()


def _needed(theorems: Iterable[Theorem]) -> Iterator[str]:
    """A sentence on where the closed forms exist, as far as that is no matter of course."""
    told: dict[str, None] = {}
    for theorem in theorems:
        setting = theorem.setting
        refs = [part for part in opened(theorem.closed, setting) if isinstance(part, Ref)]
        keys = dict.fromkeys((ref.name, len(ref.indices)) for ref in refs)
        bodies = (setting.definitions[key].body for key in keys if key in setting.definitions)
        writer = Writer(setting.hypotheses.ranges)
        told |= dict.fromkeys(conditions((theorem.closed, *bodies), setting, writer, any_base=True))
    if told:
        yield f"It exists where {', '.join(map(quoted, told))}."


def _assumed(theorems: Iterable[Theorem]) -> Iterator[str]:
    """A sentence on what the document takes for granted of the unknowns that a function is about."""
    told: dict[str, None] = {}
    for theorem in theorems:
        setting = theorem.setting
        parts = [p for side in (theorem.subject, theorem.closed) for p in opened(side, setting)]
        names = {part.name for part in parts if isinstance(part, Var)}
        told |= dict.fromkeys(
            f"sum of {quoted(name)} = {total.value}"
            for name, total in setting.totals.items()
            if name in names
        )
        told |= dict.fromkeys(
            f"{plain(Var(d.name, d.parameters))} = {plain(d.body)}"
            for d in setting.solved.values()
            if d.name in names
        )
        told |= dict.fromkeys(f"{quoted(name)} > 0" for name in sorted(setting.hypotheses.positive & names))
        told |= dict.fromkeys(quoted(c.latex) for c in setting.conditions if c.latex)
    if told:
        yield f"The document takes for granted, and so does the proof: {'; '.join(told)}."


def note_of(made: Program, chunks: bool = True) -> str:
    """What the docstring says of how a program computes."""
    notes = [shift_note(made.shifts, made.end, made.vector, made.bare)] if made.shifts else []
    notes += [
        f"The formula is proved for {vector} less any number, too; it is computed with one next to the mean "
        f"of {vector} taken away, so that digits that all entries of {vector} share are not lost."
        for vector in made.middles
    ]
    if made.centre is not None:
        notes.append(centre_note(made.centre))
    if chunks and made.chunks is not None:
        notes.append("Long rows are worked in chunks; that their sums merge as they do is proved, too.")
    return " ".join(notes)


def shift_note(shifts: Iterable[Shift], end: End, vector: str, bare: bool) -> str:
    """What the docstring says of the shift; `bare` where the vector stands outside of exponents, too."""
    taken = "minimum" if end is End.MIN else "maximum"
    sound = {
        Shift.INVARIANT: f"The formula is proved unchanged when a number is taken from all of {vector}",
        Shift.FOLLOWS: f"A number taken from all of {vector} is proved to be taken from the result",
    }
    told = "; ".join(dict.fromkeys(sound[shift] for shift in shifts))
    use = f", so it is computed with a number next to the {taken} along the axis taken away, or none"
    safe = "" if end is End.UNKNOWN else f": no exponential of {vector} overflows"
    nothing = "inf" if end is End.MIN else "-inf"
    counts = f", and {nothing} is fine as long as one entry is finite" if safe and not bare else ""
    return f"{told}{use}{safe}{counts}."


def centre_note(centre: Term) -> str:
    """What the docstring says of indices that are counted from the integer nearest to a mean."""
    return (
        "The formula is proved for indices counted from any number, too; they are counted from the integer "
        f"nearest to {quoted(plain(centre))}, so that an index less {quoted(plain(centre))} keeps its digits "
        "where one entry outweighs all others."
    )


def _math(latex: str) -> str:
    """A formula for Sphinx: beside the directive if it fits, else below."""
    text = quoted(latex)
    return f".. math:: {text}" if len(text) <= COLUMNS - 10 else f".. math::\n\n{_broken(latex)}"


def _broken(text: str) -> str:
    """A formula, indented, on several lines if it is long."""
    return textwrap.fill(
        quoted(text), COLUMNS, initial_indent="    ", subsequent_indent="        ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join((title, "-" * len(title), *lines))


def _filled(text: str) -> str:
    return textwrap.fill(
        re.sub(r"\s+", " ", text).strip(), COLUMNS, break_long_words=False, break_on_hyphens=False
    )
