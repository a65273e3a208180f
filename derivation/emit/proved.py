"""The gate: only theorems pass, and each is proved again on its way through."""

from __future__ import annotations

from derivation.audit.theorem import NotProved, Theorem
from derivation.emit.errors import EmitError
from derivation.records import replace
from derivation.search.decide import prove
from derivation.terms.judgement import Proved
from derivation.terms.terms import Deriv, Var


def proved(thing: object) -> Theorem:
    """A theorem, proved again just now; raises `EmitError` for anything else."""
    if not isinstance(thing, Theorem):
        raise EmitError(f"only what is proved is emitted; {_described(thing)}")
    if thing.setting.readings:
        raise EmitError(f"{thing} holds only where wrong claims are granted")
    if thing.setting.case.equal or thing.setting.case.unequal:
        raise EmitError(f"{thing} is proved in a case only, not for all indices")
    try:
        thing.prove_again()
    except NotProved as why:
        raise EmitError(f"only what is proved is emitted; {why}") from None
    return thing


def of_one_setting(value: Theorem, gradient: Theorem) -> tuple[Theorem, Theorem]:
    """Both theorems, with the ranges of all their indices; `EmitError` where more than ranges differs."""
    settings = [theorem.setting for theorem in (value, gradient)]
    ranges = {**settings[0].hypotheses.ranges, **settings[1].hypotheses.ranges}
    both = [replace(s, hypotheses=replace(s.hypotheses, ranges=ranges)) for s in settings]
    alike = all(s.hypotheses.ranges.items() <= ranges.items() for s in settings)
    if not alike or both[0] != both[1]:
        raise EmitError("the value and the gradient are theorems of two documents")
    return replace(value, setting=both[0]), replace(gradient, setting=both[0])


def check_gradient(value: Theorem, gradient: Theorem, vector: str, index: str) -> None:
    """Raises `EmitError` unless one theorem's closed form is proved to be the other's derivative."""
    found = prove(Deriv(value.closed, Var(vector, (index,))), gradient.closed, value.setting)
    if not isinstance(found, Proved):
        where = f"the derivative of {value.latex} with respect to {vector}_{index}"
        raise EmitError(f"{gradient.latex} is not proved to be {where}: {found.reason}")


def _described(thing: object) -> str:
    verdict = getattr(thing, "verdict", None)
    if verdict is None:
        return f"{type(thing).__name__} is not a Theorem"
    label = getattr(thing, "label", "")
    return f"statement {label} is {getattr(verdict, 'value', verdict)}".replace("  ", " ")
