"""Remarks that need no algebra: indices that dangle or do nothing, sums without a range.

Each rule is a row of `RULES`: a function from a statement to what it remarks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from derivation.audit.findings import Finding, Lint, Role, Verdict
from derivation.reading.meaning import BIG
from derivation.reading.statements import Derivation, Statement
from derivation.records import replace
from derivation.terms.terms import Deriv, Index, Prod, Ref, Sum, Term, Var, free_indices, range_letters, walk
from derivation.text import trees
from derivation.text.commands import meant_by, unknown_in
from derivation.text.printing import to_latex
from derivation.text.syntax import Big, Node, Symbol

Remark = tuple[str, str, Node]
Rule = Callable[[Statement, Derivation, Role], Iterator[Remark]]


def lints(statement: Statement, derivation: Derivation, role: Role) -> tuple[Lint, ...]:
    """All remarks on a statement."""
    return tuple(
        _placed(name, remark, statement)
        for name, rule in RULES.items()
        for remark in rule(statement, derivation, role)
    )


def _placed(rule: str, remark: Remark, statement: Statement) -> Lint:
    message, fix, node = remark
    offset = statement.span.start if statement.reread else node.span.start
    line, column = statement.source.line_column(offset)
    return Lint(rule, message, fix, line, column)


def _idle_parameter(statement: Statement, derivation: Derivation, role: Role) -> Iterator[Remark]:
    """`h_i = Σ_k e^{x_k}`: the name has an index that its value does not depend on."""
    node = statement.subject.node
    if role is not Role.DEFINITION or not isinstance(node, Symbol) or statement.follows_label:
        return
    member = statement.member.term
    sizes = {t.name for t in walk(member) if isinstance(t, Var) and not t.indices}
    carried = free_indices(member) | range_letters(member) | sizes
    for subscript in node.subscripts:
        if isinstance(subscript, Symbol) and subscript.name not in carried:
            message = f"{to_latex(node)} does not depend on {subscript.name}"
            yield message, f"drop the index {subscript.name}", node


def _dangling_index(statement: Statement, derivation: Derivation, role: Role) -> Iterator[Remark]:
    """An index that is free on the right and stands nowhere on the left."""
    if role is Role.GIVEN or (role is Role.DEFINITION and statement.follows_label):
        return
    left = free_indices(statement.subject.term) | {i for pair in statement.case.equal for i in pair}
    left |= derivation.notation.sizes | range_letters(statement.subject.term)
    for letter in sorted(free_indices(statement.member.term) - left):
        node = _first(statement.member.node, letter)
        message = f"the index {letter} is free on the right and does not stand on the left"
        yield message, f"sum over {letter}, or give it to the left side", node


def _unused_index(statement: Statement, derivation: Derivation, role: Role) -> Iterator[Remark]:
    """A sum whose body does not carry its index."""
    for inner in walk(statement.member.term):
        if isinstance(inner, Sum | Prod) and inner.index not in free_indices(inner.body):
            letter = inner.index.split(".")[0]
            node = _first(statement.member.node, letter)
            yield f"the body of the sum over {letter} does not carry {letter}", "check the index", node


def _unnamed_index(statement: Statement, derivation: Derivation, role: Role) -> Iterator[Remark]:
    """A sum that names no index, and is read over the one that its body carries."""
    for node in trees.walk(statement.member.node):
        if isinstance(node, Big) and not node.range.indices:
            yield f"this {BIG[node.operator]} names no index", "write its index below it", node


def _zero_divisor(statement: Statement, derivation: Derivation, role: Role) -> Iterator[Remark]:
    """A division by an index that counts from 0."""
    if derivation.notation.base != 0:
        return
    for inner in walk(statement.member.term):
        base = getattr(inner, "base", None)
        if isinstance(base, Index) and getattr(getattr(inner, "exponent", None), "value", 0) < 0:
            letter = base.name.split(".")[0]
            node = _first(statement.member.node, letter)
            yield f"a division by {letter}, which is 0 for its first value", f"divide by {letter} + 1", node


def _first(node: Node, letter: str) -> Node:
    for inner in trees.walk(node):
        if isinstance(inner, Symbol) and inner.name == letter:
            return inner
    return node


RULES: dict[str, Rule] = {
    "idle-index": _idle_parameter,
    "dangling-index": _dangling_index,
    "unused-index": _unused_index,
    "unnamed-index": _unnamed_index,
    "division-by-zero-index": _zero_divisor,
}


def case_lints(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Remarks on claims that state a derivative in one case while later lines use it in another."""
    out = list(findings)
    for place, finding in enumerate(findings):
        statement = finding.statement
        if not isinstance(statement, Statement) or finding.role is not Role.CLAIM:
            continue
        subject = statement.subject.term
        if not isinstance(subject, Deriv) or statement.case == type(statement.case)():
            continue
        users = [s.label for s in _uses_elsewhere(subject, statement, findings)]
        if users and finding.verdict is not Verdict.UNREAD:
            printed = to_latex(statement.subject.node)
            verb = "uses" if len(users) == 1 else "use"
            where = f"{' and '.join(users)} {verb} it elsewhere"
            message = f"{printed} is stated for {statement.case_text} alone, and {where}"
            lint = _placed(
                "other-case", (message, "state it for the other case too", statement.subject.node), statement
            )
            out[place] = replace(finding, lints=(*finding.lints, lint))
    return tuple(out)


def unknown_commands(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Remarks on the first line with each command that nothing defines."""
    out, seen = list(findings), set[str]()
    for place, finding in enumerate(findings):
        statement = finding.statement
        if not isinstance(statement, Statement):
            continue
        for side in (statement.previous, statement.member):
            for node in trees.undefined(side.node):
                if (command := unknown_in(node.latex)) not in seen:
                    seen.add(command)
                    hint = meant_by(command) or ", so it stands for itself"
                    message = f"nothing defines the command `{command}`{hint}"
                    lint = _placed("unknown-command", (message, "define it", node), statement)
                    out[place] = replace(out[place], lints=(*out[place].lints, lint))
    return tuple(out)


def _uses_elsewhere(subject: Deriv, own: Statement, findings: Sequence[Finding]) -> Iterator[Statement]:
    stated = {
        f.statement.case
        for f in findings
        if isinstance(f.statement, Statement) and _same_quantity(f.statement.subject.term, subject)
    }
    for finding in findings:
        other = finding.statement
        if not isinstance(other, Statement) or finding.role is not Role.CLAIM:
            continue
        if other.case == own.case or other.case in stated:
            continue
        if any(_same_quantity(inner, subject) for inner in walk(other.member.term)):
            yield other


def _same_quantity(term: Term, other: Deriv) -> bool:
    if not isinstance(term, Deriv) or not isinstance(term.body, Ref) or not isinstance(other.body, Ref):
        return False
    return (term.body.name, len(term.body.indices)) == (other.body.name, len(other.body.indices))
