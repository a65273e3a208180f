"""Many lines: definitions that rest on each other, errors and what rests on them, chains and alignments."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from families.sheet import (
    Aligned,
    Block,
    Document,
    Family,
    defined,
    document,
    doubling,
    each,
    false,
    indices,
    inherited,
    neither,
    plus,
    scalars,
    sums,
    times,
    true,
)

_SOFTMAX = defined(r"p_i = \frac{e^{x_i}}{\sum_k e^{x_k}}")


def _jacobian(k: int, factor: int) -> str:
    return rf"\frac{{\partial ({k} p_i^2)}}{{\partial x_j}} = {2 * factor} p_i^2 (\delta_{{ij}} - p_j)"


def _jacobians(count: int, every: int = 0) -> Document:
    """The softmax Jacobian, over and over, with a factor that changes; some with another one."""
    lines = []
    for k in range(1, count + 1):
        slip = bool(every) and k % every == 0
        lines.append((false if slip else true)(_jacobian(k, k + 1 if slip else k)))
    return document(_SOFTMAX, *lines)


def _displays(count: int) -> Document:
    """Small lines that have nothing to do with each other."""
    names = scalars(count)
    return document(
        *(true(f"({name} + {k})^2 = {name}^2 + {2 * k} {name} + {k * k}") for k, name in enumerate(names, 1))
    )


def _same_line(count: int) -> Document:
    return document(*(true("(a + b)^2 = a^2 + 2 a b + b^2") for _ in range(count)))


def _aligned(count: int) -> Document:
    lines = tuple(true(f"(a + {k})^2 &= a^2 + {2 * k} a + {k * k}") for k in range(1, count + 1))
    return document(Aligned(lines))


def _aligned_chain(count: int) -> Document:
    """One chain over many rows: each opens with `&=`."""
    rows = [true("(a + b)^2 &= a^2 + 2 a b + b^2")]
    rows += [true(f"&= a^2 + b^2 + {k} a b - {k - 2} a b") for k in range(3, count + 2)]
    return document(Aligned(tuple(rows)))


def _chain(count: int) -> Document:
    """a = a + 1 - 1 = a + 2 - 2 = … in one display."""
    members = " = ".join(f"a + {k} - {k}" for k in range(1, count + 1))
    return document(true(f"a^2 / a = {members}" if count < 1 else f"a + b - b = {members}", count))


def _chain_slip(count: int) -> Document:
    """A chain of true links with a false one at its head."""
    head = false("a^2 + a + 0 = a^2 + 2 a")
    return document(head, *(true(f"a^2 + {k} a = a ({k} + a)") for k in range(1, count)))


def _on_one(count: int) -> Document:
    """Each definition uses the one before once."""
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [defined(f"{names[0]} = x + 1")]
    lines += [defined(f"{names[k]} = {names[k - 1]} + {k}") for k in range(1, count)]
    return document(*lines, true(f"{names[-1]} = x + {1 + count * (count - 1) // 2}"))


def _on_two(count: int) -> Document:
    """Each definition uses the one before twice: 2^count, unfolded as a tree."""
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [defined(f"{names[0]} = x + x")]
    lines += [defined(f"{here} = {before} + {before}") for before, here in pairwise(names)]
    return document(*lines, true(f"{names[-1]} = {2**count} x"))


def _on_square(count: int) -> Document:
    """Each definition is the square of the one before."""
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [defined(f"{names[0]} = x \\cdot x")]
    lines += [defined(f"{here} = {before} {before}") for before, here in pairwise(names)]
    return document(*lines, true(f"{names[-1]} = x^{{{2**count}}}"))


def _on_functions(count: int) -> Document:
    """Each definition uses the one before twice, within functions that do not come apart."""
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [defined(r"a = \sin(x) \cos(x)")]
    lines += [defined(rf"{here} = \sin({before}) \cos({before})") for before, here in pairwise(names)]
    return document(*lines, true(f"({names[-1]} + 1)^2 = {names[-1]}^2 + 2 {names[-1]} + 1"))


def _through(count: int) -> Document:
    """The derivative through definitions that each use the one before twice."""
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [defined(r"a = \sin(x)")]
    lines += [defined(rf"{here} = {before} \sin({before})") for before, here in pairwise(names)]
    slopes = [r"\cos(x)", *(rf"(\sin({before}) + {before} \cos({before}))" for before in names[: count - 1])]
    return document(*lines, true(rf"\frac{{\partial {names[-1]}}}{{\partial x}} = {times(slopes)}"))


def _resting(count: int) -> Document:
    """One early error, and lines that rest on it."""
    lines = [
        inherited(rf"{k} \sum_i \frac{{\partial f}}{{\partial x_i}} = {3 * k} \sum_i x_i")
        for k in range(2, count + 2)
    ]
    return document(defined(r"f = \sum_i x_i^2"), false(r"\frac{\partial f}{\partial x_j} = 3 x_j"), *lines)


def _apart(count: int) -> Document:
    """One early error, and lines that do not rest on it."""
    lines = [true(rf"\sum_i {k} x_i y_i = {k} \sum_j y_j x_j") for k in range(1, count + 1)]
    return document(defined(r"f = \sum_i x_i^2"), false(r"\frac{\partial f}{\partial x_j} = 3 x_j"), *lines)


def _true_after(count: int) -> Document:
    """One early error, and true lines about the same quantity."""
    lines = [
        true(rf"\sum_i {k} \frac{{\partial f}}{{\partial x_i}} = {2 * k} \sum_j x_j")
        for k in range(2, count + 2)
    ]
    return document(defined(r"f = \sum_i x_i^2"), false(r"\frac{\partial f}{\partial x_j} = 3 x_j"), *lines)


def _several(count: int) -> Document:
    """Several early errors, and a false line that speaks of all of them."""
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [defined(f"{name} = x^{{{k}}}") for k, name in enumerate(names, 2)]
    slips = [
        false(rf"\frac{{\partial {name}}}{{\partial x}} = {k + 1} x^{{{k - 1}}}")
        for k, name in enumerate(names, 2)
    ]
    left = plus(each(r"\frac{\partial @}{\partial x}", names))
    right = plus(f"{k + 1} x^{{{k - 1}}}" for k, _ in enumerate(names, 2))
    return document(*lines, *slips, false(f"{left} = {right}"), false(f"{left} = {right} + 1"))


def _several_heavy(count: int) -> Document:
    """The same with quantities whose sum of powers is slow to multiply out."""
    names = [name for name in scalars(count + 3) if name not in ("x", "y", "z")][:count]
    lines = [defined(f"{name} = (x + y + z)^{{{k}}}") for k, name in enumerate(names, 2)]
    slips = [
        false(rf"\frac{{\partial {name}}}{{\partial x}} = {k + 1} (x + y + z)^{{{k - 1}}}")
        for k, name in enumerate(names, 2)
    ]
    left = times(each(r"\frac{\partial @}{\partial x}", names))
    right = times(f"{k + 1} (x + y + z)^{{{k - 1}}}" for k, _ in enumerate(names, 2))
    return document(*lines, *slips, false(f"{left} = {right} + 1"))


def _several_network(count: int) -> Document:
    """Slips in the slopes of layers, and a gradient that speaks of all of them."""
    names = "xabcfghpr"[: count + 1]
    lines = [defined(rf"{b} = \tanh({b.upper()} {a})") for a, b in pairwise(names)]
    slips = [
        false(rf"\frac{{\partial {b}}}{{\partial {a}}} = (2 - {b}^2) {b.upper()}") for a, b in pairwise(names)
    ]
    slopes = times(f"(2 - {b}^2) {b.upper()}" for b in names[1:])
    return document(*lines, *slips, false(rf"\frac{{\partial {names[-1]}}}{{\partial x}} = {slopes}"))


def _several_layers(count: int) -> Document:
    """The same with layers of many units."""
    names = "xabcfghpr"[: count + 1]
    pairs = list(pairwise(names))
    lines = [defined(rf"{b}_i = \tanh(\sum_j {b.upper()}_{{ij}} {a}_j)") for a, b in pairs]
    slips = [
        false(rf"\frac{{\partial {b}_i}}{{\partial {a}_j}} = (2 - {b}_i^2) {b.upper()}_{{ij}}")
        for a, b in pairs
    ]
    letters = [letter for letter in indices(count + 1) if letter not in "ij"]
    letters = ["i", *letters[: count - 1], "j"]
    slopes = times(
        f"(2 - {b}_{here}^2) {b.upper()}_{{{here}{below}}}"
        for b, (here, below) in zip(names[:0:-1], pairwise(letters), strict=True)
    )
    claim = rf"\frac{{\partial {names[-1]}_i}}{{\partial x_j}} = {sums(letters[1:-1])} {slopes}"
    return document(*lines, *slips, false(claim) if count > 1 else false(claim.replace("2 -", "3 -")))


def _numbered(count: int) -> Document:
    names = [f"x_{{{k}}}" for k in range(1, count + 1)]
    return document(true(f"{plus(names)} = {plus(reversed(names))}"))


def _numbered_slip(count: int) -> Document:
    names = [f"x_{{{k}}}" for k in range(1, count + 1)]
    return document(false(f"{plus(names)} = {plus(names[:-1])} + 2 {names[-1]}"))


def _labelled(count: int) -> Document:
    """Definitions with words as labels."""
    names = scalars(count + 40)[40:]
    lines = [defined(f"{name} = {k} x") for k, name in enumerate(names, 1)]
    return document(*lines, true(f"{plus(names)} = {count * (count + 1) // 2} x"))


def _posed(count: int) -> Document:
    """Equations for unknowns, none of which is an identity."""
    names = scalars(count)
    return document(*(neither(f"{k} {name} + 1 = {k + 1}") for k, name in enumerate(names, 2)))


def _solved(count: int) -> Document:
    """Equations for unknowns, each with a line that solves it."""
    names = scalars(count)
    blocks: list[Block] = []
    for k, name in enumerate(names, 2):
        blocks += [neither(f"{k} {name} = {k * k}"), neither(f"{name} = {k}")]
    return document(*blocks)


def _notation(count: int) -> Document:
    """Displays without a claim."""
    return document(*(neither(rf"\sum_{{i=1}}^n x_i^{{{k}}}") for k in range(1, count + 1)))


def _unread(count: int) -> Document:
    """Displays that cannot be read."""
    return document(
        *(neither(rf"\int_0^{{{k}}} f(x) \, dx \le \oint \lceil g \rceil") for k in range(1, count + 1))
    )


FAMILIES = (
    Family("statements, all right", "statements", doubling(16, 1024), _jacobians),
    Family("statements, 1 in 20 wrong", "statements", doubling(16, 1024), partial(_jacobians, every=20)),
    Family("statements, all wrong", "statements", doubling(4, 128), partial(_jacobians, every=1)),
    Family("small displays", "displays", doubling(16, 1024), _displays),
    Family("the same line", "displays", doubling(16, 1024), _same_line),
    Family("one align, rows apart", "rows", doubling(16, 512), _aligned),
    Family("one align, a chain", "rows", doubling(4, 256), _aligned_chain),
    Family("one chain", "members", doubling(4, 256), _chain),
    Family("true after a slip", "lines", doubling(8, 256), _chain_slip),
    Family("definitions on one", "definitions", doubling(2, 128), _on_one),
    Family("definitions on two", "definitions", doubling(2, 64), _on_two),
    Family("definitions, squared", "definitions", (2, 4, 6, 8), _on_square),
    Family("definitions within functions, twice", "definitions", doubling(2, 32), _on_functions),
    Family("derivative through definitions, twice", "definitions", doubling(1, 16), _through),
    Family("one early error, all rests on it", "lines", doubling(8, 256), _resting),
    Family("one early error, nothing rests on it", "lines", doubling(8, 256), _apart),
    Family("one early error, true lines about it", "lines", doubling(8, 256), _true_after),
    Family("early errors", "errors", doubling(1, 32), _several),
    Family("early errors, large products", "errors", doubling(1, 8), _several_heavy),
    Family("early errors, layers", "errors", doubling(1, 8), _several_network),
    Family("early errors, layers of many units", "errors", (1, 2, 3, 4), _several_layers),
    Family("numbered names", "names", doubling(4, 512), _numbered),
    Family("numbered names, wrong", "names", doubling(4, 512), _numbered_slip),
    Family("labels of words, defined", "names", doubling(4, 256), _labelled),
    Family("posed equations", "equations", doubling(4, 256), _posed),
    Family("posed equations, solved", "equations", doubling(4, 128), _solved),
    Family("displays without a claim", "displays", doubling(16, 1024), _notation),
    Family("displays that cannot be read", "displays", doubling(16, 512), _unread),
)
