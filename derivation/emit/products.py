"""Products of derivatives with vectors, as theorems: vjp, jvp, and the Hessian's where it is cheap.

    value f(x), one number a row    vjp = v_j ∂f/∂x_j          jvp = Σ_j t_j ∂f/∂x_j
                                    hvp_j = Σ_k t_k ∂²f/∂x_j ∂x_k
    y_j(x), one an entry            vjp_k = Σ_j v_j ∂y_j/∂x_k  jvp_j = Σ_k t_k ∂y_j/∂x_k

Each is brought to a closed form and proved; what has none, or none along one
axis, is left out.
"""

from __future__ import annotations

from derivation.audit.theorem import NotProved, Theorem, closed_form
from derivation.emit.errors import EmitError
from derivation.emit.shape import free_index, shape_of
from derivation.terms.setting import Setting
from derivation.terms.terms import Deriv, Mul, Ref, Sum, Term, Var, walk

LETTERS = ("v", "t", "u", "w", "d")


def products(value: Theorem, gradient: Theorem | None) -> dict[str, Theorem]:
    """The theorems by their names: vjp, jvp, hvp."""
    shape = shape_of((value if gradient is None else gradient,))
    vector, span = shape.vectors[0], shape.span
    taken = {*shape.vectors, *shape.scalars, *names_of(value.setting)}
    cotangent, tangent = [letter for letter in LETTERS if letter not in taken][:2]
    own = free_index(value)
    j = own or "j"
    k = next(letter for letter in ("k", "l", "m", "i") if letter != j)

    def slope(term: Term, index: str) -> Term:
        return Deriv(term, Var(vector, (index,)))

    y = value.subject
    v_j, t_j, t_k = Var(cotangent, (j,)), Var(tangent, (j,)), Var(tangent, (k,))
    subjects: dict[str, Term] = {}
    if own:
        subjects["vjp"] = Sum(j, span, Mul((v_j, slope(y, k))))
        subjects["jvp"] = Sum(k, span, Mul((t_k, slope(y, k))))
    else:
        subjects["vjp"] = Mul((v_j, slope(y, j)))
        subjects["jvp"] = Sum(j, span, Mul((t_j, slope(y, j))))
        subjects["hvp"] = Sum(k, span, Mul((t_k, slope(slope(y, j), k))))
    found: dict[str, Theorem] = {}
    for name, subject in subjects.items():
        try:
            theorem = closed_form(subject, value, {j: span, k: span})
            shape_of((theorem,), vector)
        except (NotProved, EmitError):
            continue
        found[name] = theorem
    return found


def names_of(setting: Setting) -> set[str]:
    """All names that a setting says something of; a vector of a product has none of them."""
    found = {name for name, _ in (*setting.definitions, *setting.solved)}
    found |= {
        *setting.totals,
        *setting.hypotheses.positive,
        *setting.hypotheses.symmetric,
    }
    terms = [side for condition in setting.conditions for side in (condition.left, condition.right)]
    terms += [d.body for d in (*setting.definitions.values(), *setting.solved.values())]
    return found | {part.name for term in terms for part in walk(term) if isinstance(part, Var | Ref)}
