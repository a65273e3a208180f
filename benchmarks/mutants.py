"""Slips and rewrites: how often the engine is fooled, and how often it cries wolf.

    python benchmarks/mutants.py [--mutants 2400] [--rewrites 600] [--jobs 2] [--json]

From every right derivation of the gallery, one line at a time is changed by one
edit (index, sign, factor, term, range, exponent, function), or rewritten without
changing what it says. What each line is worth is told by `oracle.py`, which
evaluates the print and shares no code with the engine. Counted are false passes,
false alarms, what is left undecided, first errors found at another line than
the changed one, and corrections that are not true.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import oracle

import derivation
from derivation.audit.findings import Role
from derivation.reading.statements import Derivation, Statement
from derivation.text import trees
from derivation.text.printing import as_base, as_factor, as_term, to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import (
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Range,
    Symbol,
    Terms,
)

PAPERS = Path(derivation.__file__).parent / "papers"
SETS: dict[str, tuple[tuple[str, ...], oracle.Known]] = {
    "attention-row": (
        ("n", "d", "m"),
        oracle.Known({"a": "d", "c": "m"}),
    ),
    "batch-norm": (("m",), oracle.Known({}, "m", squares=frozenset({"\\sigma"}))),
    "batch-norm-compact": (("m",), oracle.Known({}, "m")),
    "bernoulli-likelihood": (("n",), oracle.Known()),
    "exponential-rate": (("n",), oracle.Known()),
    "geometric-mean": (("n",), oracle.Known()),
    "cross-entropy": (("n",), oracle.Known(totals=frozenset({"t"}))),
    "gaussian-likelihood": (("n",), oracle.Known(squares=frozenset({"\\sigma"}))),
    "kl-divergence": (("n",), oracle.Known()),
    "layer-norm": (("n",), oracle.Known(squares=frozenset({"\\sigma"}))),
    "least-squares": (("N", "p"), oracle.Known({"j": "p", "k": "p", "l": "p"}, "N")),
    "log-softmax": (("n",), oracle.Known()),
    "log-sum-exp": (("n",), oracle.Known()),
    "logistic-regression": (("N", "D"), oracle.Known({"d": "D", "c": "D"}, "N")),
    "policy-gradient": (("K",), oracle.Known({}, "K")),
    "ridge": (("n", "D"), oracle.Known({"d": "D", "k": "D", "l": "D"})),
    "softmax-jacobian": (("n",), oracle.Known()),
    "temperature-softmax": (("n",), oracle.Known(totals=frozenset({"p"}))),
    "variance": (("n",), oracle.Known()),
    "weighted-mean": (("n",), oracle.Known()),
}
NEW = frozenset(("s", "u", "h"))
Rule = Callable[[Node, "Words"], Iterator[Node]]


@dataclass(frozen=True, slots=True)
class Words:
    """What edits may put in."""

    letters: tuple[str, ...]
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A document with one line changed, and whether that line is still true."""

    paper: str
    label: str
    kind: str
    latex: str
    text: str
    true: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine said of a changed line, and of the first line that is not right."""

    verdict: str
    first: str
    corrected: str
    seconds: float


# Edits: each yields trees in the place of one node.


def _index(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Symbol) and not node.subscripts and node.name in words.letters:
        yield from (replace(node, name=letter) for letter in words.letters if letter != node.name)


def _sign(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Terms):
        for place, sign in enumerate(node.signs):
            other = "-" if sign != "-" else "+" if place else ""
            yield replace(node, signs=(*node.signs[:place], other, *node.signs[place + 1 :]))


def _factor(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Product) and "/" not in node.operators:
        for place in range(len(node.factors)):
            kept = (*node.factors[:place], Number("1"), *node.factors[place + 1 :])
            yield replace(node, factors=kept)
    if isinstance(node, Symbol) and node.subscripts:
        for symbol in words.symbols[:4]:
            yield Group("(", Product((symbol, node), ("",)), ")")
    if isinstance(node, Fraction) and not any(isinstance(n, Partial) for n in trees.walk(node)):
        yield Group("(", node.numerator, ")")


def _term(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Terms) and len(node.terms) > 1:
        for place in range(len(node.terms)):
            terms = node.terms[:place] + node.terms[place + 1 :]
            signs = node.signs[:place] + node.signs[place + 1 :]
            yield Terms(terms, ("" if signs[0] == "+" else signs[0], *signs[1:]))
    if isinstance(node, Symbol) and node.subscripts:
        yield Group("(", Terms((node, Number("1")), ("", "+")), ")")


def _range(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Big) and len(node.range.indices) == 1:
        (index,) = node.range.indices
        for letter in words.letters:
            if isinstance(index, Symbol) and letter != index.name:
                yield replace(node, range=Range((index,), "\\neq", Symbol(letter)))
        yield as_factor(node.body)


def _exponent(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Symbol) and node.subscripts:
        yield Power(as_base(node), Number("2"))
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        yield node.base
        yield replace(node, exponent=Number(str(int(node.exponent.text) + 1)))


def _function(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Apply) and node.function.name == "\\log":
        yield Group("(", node.arguments[0], ")")
    if isinstance(node, Power) and node.base == Symbol("e"):
        yield as_factor(node.exponent) if not isinstance(node.exponent, Symbol) else node.exponent


def _number(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Number) and node.text.isdigit():
        yield Number(str(int(node.text) + 1))


def _quantity(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Symbol) and node.subscripts:
        yield from (symbol for symbol in words.symbols if symbol != node)
        if len(node.subscripts) == 2:
            yield replace(node, subscripts=node.subscripts[::-1])


MUTATIONS: dict[str, Rule] = {
    "index": _index,
    "sign": _sign,
    "factor": _factor,
    "term": _term,
    "range": _range,
    "exponent": _exponent,
    "function": _function,
    "number": _number,
    "quantity": _quantity,
}

# Rewrites: each yields trees that say the same.


def _renamed(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Big) and len(node.range.indices) == 1 and isinstance(node.range.indices[0], Symbol):
        old = node.range.indices[0].name
        used = {n.name for n in trees.walk(node) if isinstance(n, Symbol)}
        for new in sorted(NEW):
            if new not in used and new not in words.letters:
                yield _with_name(node, old, new)


def _with_name(node: Node, old: str, new: str) -> Node:
    if isinstance(node, Symbol) and node.name == old and not node.subscripts:
        return replace(node, name=new)
    return trees.rebuilt(node, lambda child: _with_name(child, old, new))


def _shuffled(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Terms) and len(node.terms) > 1 and node.signs[0] == "":
        signs = ("+", *node.signs[1:])
        turned = (*signs[1:], signs[0])
        terms = (*node.terms[1:], node.terms[0])
        yield Terms(terms, ("" if turned[0] == "+" else turned[0], *turned[1:]))
    if isinstance(node, Product) and "/" not in node.operators and not _swallows(node):
        if node.factors[0] == Number("-1"):
            return
        yield replace(node, factors=node.factors[::-1])


def _swallows(node: Product) -> bool:
    """Whether a factor takes all that stands after it, so that order matters."""
    open_ended = (Big, Partial)
    return any(isinstance(f, open_ended) or _is_operator(f) or isinstance(f, Apply) for f in node.factors)


def _is_operator(node: Node) -> bool:
    return isinstance(node, Fraction) and isinstance(node.numerator, Partial) and node.numerator.body is None


def _expanded(node: Node, words: Words) -> Iterator[Node]:
    if not isinstance(node, Product) or len(node.factors) != 2 or node.operators != ("",):
        return
    first, second = node.factors
    if isinstance(second, Group) and isinstance(second.body, Terms) and not isinstance(first, Big):
        parts = tuple(Product((first, as_factor(t)), ("",)) for t in second.body.terms)
        if not any(isinstance(t, Product | Big) for t in second.body.terms):
            yield Group("(", Terms(parts, second.body.signs), ")")


def _split(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Big) and isinstance(node.body, Group) and isinstance(node.body.body, Terms):
        inner = node.body.body
        sums = tuple(replace(node, body=as_term(t)) for t in inner.terms)
        yield Group("(", Terms(sums, inner.signs), ")")


def _moved(node: Node, words: Words) -> Iterator[Node]:
    if isinstance(node, Big):
        yield Product(
            (
                Number("2"),
                replace(
                    node, body=Product((Fraction(Number("1"), Number("2")), as_factor(node.body)), ("",))
                ),
            ),
            ("",),
        )
    if isinstance(node, Symbol) and node.subscripts:
        yield Group("(", Terms((node, Number("1"), Number("1")), ("", "+", "-")), ")")
        yield Fraction(Product((Number("3"), node), ("",)), Number("3"))


REWRITES: dict[str, Rule] = {
    "renamed": _renamed,
    "shuffled": _shuffled,
    "expanded": _expanded,
    "split": _split,
    "moved": _moved,
}


def claims(paper: Derivation) -> list[Statement]:
    """The lines that are changed: claims that stand in the document as they are read."""
    roles = {result.label: result.role for result in derivation.check(paper)}
    return [s for s in paper.statements if roles[s.label] == Role.CLAIM.value and s.reread is None]


def changes(name: str, rules: dict[str, Rule], keep: bool) -> Iterator[Changed]:
    """All single changes of a paper's claims; of rewrites, those that the oracle confirms."""
    paper = derivation.load(name)
    text = paper.document.source.text
    sizes, known = SETS[name]
    rows = [row for e in paper.document.equations for row in _rows(paper, e.span)]
    document = oracle.Document.of(rows, known)
    letters = frozenset(paper.notation.indices)
    for claim in claims(paper):
        nodes = list(trees.walk(claim.member.node))
        found = [n for n in (*nodes, *trees.walk(claim.subject.node)) if isinstance(n, Symbol)]
        used = {n.name for n in found} & letters
        symbols = dict.fromkeys(n for n in found if n.subscripts and not n.primes and n.name != "\\delta")
        words = Words(tuple(sorted(used)), tuple(symbols))
        names = {id(i) for n in nodes if isinstance(n, Big) for i in n.range.indices}
        fractions = [n for n in nodes if isinstance(n, Fraction)]
        below = {id(n) for f in fractions if _has_partial(f.denominator) for n in trees.walk(f.denominator)}
        below -= {id(n) for n in nodes if isinstance(n, Symbol) and n.name in letters and "index" in rules}
        for kind, rule in rules.items():
            for node in nodes:
                if id(node) in names or id(node) in below:
                    continue
                for new in rule(node, words):
                    changed = trees.substituted(claim.member.node, node, new)
                    span = claim.member.node.span
                    latex = to_latex(changed)
                    try:
                        paper.read(latex)
                    except ReadError:
                        continue
                    try:
                        true = oracle.equal(
                            claim.subject.node, changed, document, sizes, letters | {"s", "u", "h"}
                        )
                    except oracle.Nothing:
                        continue
                    if keep and not true:
                        continue
                    whole = f"{text[: span.start]} {latex} {text[span.end :]}"
                    yield Changed(name, claim.label, kind, latex, whole, true)


def _has_partial(node: Node) -> bool:
    return any(isinstance(inner, Partial) for inner in trees.walk(node))


def _rows(paper: Derivation, span: object) -> tuple[object, ...]:
    from derivation.text.latex import read_display

    return read_display(paper.document.source, span, paper.names, paper.functions)


def judged(changed: Changed) -> Outcome:
    """What the engine says."""
    started = time.perf_counter()
    report = derivation.check(derivation.loads(changed.text))
    seconds = time.perf_counter() - started
    first = next((r.label for r in report if r.verdict not in ("right", "definition", "given")), "")
    labels = [r.label for r in report]
    if changed.label not in labels:
        return Outcome("unread", first, "", seconds)
    result = report[changed.label]
    corrected = result.correction.latex if result.correction else ""
    return Outcome(result.own_verdict, first, corrected, seconds)


def corrected(changed: Changed, outcome: Outcome) -> bool | None:
    """Whether a correction is true, as the oracle sees it; `None` where there is none, or it can't tell."""
    if not outcome.corrected:
        return None
    paper = derivation.load(changed.paper)
    sizes, known = SETS[changed.paper]
    rows = [row for e in paper.document.equations for row in _rows(paper, e.span)]
    claim = next(s for s in paper.statements if s.label == changed.label)
    node = paper.read(outcome.corrected)[0].members[0]
    document, letters = oracle.Document.of(rows, known), frozenset(paper.notation.indices)
    try:
        return oracle.equal(claim.subject.node, node, document, sizes, letters)
    except oracle.Nothing:
        return None


def _both(changed: Changed) -> tuple[Changed, Outcome, bool | None]:
    outcome = judged(changed)
    return changed, outcome, corrected(changed, outcome)


def _sampled(rules: dict[str, Rule], keep: bool, wanted: int, seed: int) -> list[Changed]:
    """As many changes, spread evenly over the papers."""
    chosen: list[Changed] = []
    pools = []
    for name in SETS:
        pool = list({c.text: c for c in changes(name, rules, keep)}.values())
        random.Random(seed).shuffle(pool)
        pools.append(pool)
    while len(chosen) < wanted and any(pools):
        for pool in pools:
            if pool and len(chosen) < wanted:
                chosen.append(pool.pop())
    return chosen


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of many changed documents."""

    counts: dict[str, int]
    slowest: float
    faults: list[tuple[Changed, Outcome, str]]


def run(rules: dict[str, Rule], keep: bool, wanted: int, jobs: int, seed: int = 1) -> Counted:
    """Judges changed documents and counts."""
    sample = _sampled(rules, keep, wanted, seed)
    counts: Counter[str] = Counter()
    found: list[tuple[Changed, Outcome, str]] = []
    slowest = 0.0
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for changed, outcome, mended in pool.map(_both, sample, chunksize=8):
            slowest = max(slowest, round(outcome.seconds, 2))
            for fault in _faults(changed, outcome, mended):
                counts[fault] += 1
                found.append((changed, outcome, fault))
            counts["changed"] += 1
            counts["true" if changed.true else "false"] += 1
            counts["corrected"] += bool(outcome.corrected) and not changed.true
    return Counted(dict(counts), slowest, found)


def _faults(changed: Changed, outcome: Outcome, mended: bool | None) -> Iterator[str]:
    passes = outcome.verdict in ("right", "repaired")
    alarm = outcome.verdict in ("wrong", "inherited")
    if not passes and not alarm:
        yield "undecided"
    elif changed.true and alarm:
        yield "false alarm"
    elif not changed.true and passes:
        yield "false pass"
    elif not changed.true and outcome.first != changed.label:
        yield "first error elsewhere"
    if mended is False:
        yield "false correction"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--mutants", type=int, default=2400)
    parser.add_argument("--rewrites", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {
        "mutants": run(MUTATIONS, False, options.mutants, options.jobs),
        "rewrites": run(REWRITES, True, options.rewrites, options.jobs),
    }
    if options.json:
        print(json.dumps({k: asdict(v) for k, v in found.items()}, indent=1, ensure_ascii=False))
        return 0
    for name, result in found.items():
        print(f"{name}: {result.counts}, slowest document {result.slowest} s")
        for changed, outcome, fault in result.faults:
            print(f"  {fault}: {changed.paper} ({changed.label}) {changed.kind}: {changed.latex}")
            print(f"    {outcome.verdict}; first {outcome.first}; corrected {outcome.corrected}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
