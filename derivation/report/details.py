"""What a reader finds on opening a statement: names and contents, in the order they are shown.

Each row of `ROWS` is one name with the function that finds what stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from derivation.audit.findings import Finding
from derivation.audit.result import Audit
from derivation.reading.statements import Statement
from derivation.records import dataclass
from derivation.report import words
from derivation.report.blame import Blame
from derivation.report.formulas import Formulas
from derivation.report.role_words import role


@dataclass(frozen=True, slots=True)
class Detail:
    """A row: its name, what stands beside it, and the class that sets its colour."""

    name: str
    content: Markup
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rows of all statements are made from."""

    audit: Audit
    formulas: Formulas
    graph: Blame


Contents = Iterator[Markup]
Find = Callable[[Finding, Context], Contents]


def details(finding: Finding, page: Context) -> Iterator[Detail]:
    """All rows that have something to say."""
    for name, kind, find in ROWS:
        for content in find(finding, page):
            yield Detail(name, content, kind)


def _read_as(finding: Finding, page: Context) -> Contents:
    if isinstance(finding.statement, Statement) and finding.statement.reread is not None:
        yield page.formulas.read_as(finding.statement)


def _correction(finding: Finding, page: Context) -> Contents:
    if finding.correction is None or not isinstance(finding.statement, Statement):
        return
    formula = page.formulas.corrected(finding.statement, finding.correction)
    edits = page.formulas.edits(finding.statement, finding.correction)
    yield formula + (Markup(' <span class="edit">{}</span>').format(edits) if edits else Markup())


def _residual(finding: Finding, page: Context) -> Contents:
    if finding.residual is not None:
        yield page.formulas.inline(finding.residual.latex)


def _truth(finding: Finding, page: Context) -> Contents:
    if finding.truth is not None:
        yield page.formulas.inline(finding.truth.latex)


def _example(finding: Finding, page: Context) -> Contents:
    found = finding.counterexample
    if found is not None:
        claimed, correct = '<b class="claimed">{}</b>', '<b class="correct">{}</b>'
        point = words.point(found)
        where = Markup('<span class="point">{}:</span> ').format(point) if point else ""
        yield where + Markup(f"claimed {claimed}, correct {correct}").format(found.right, found.left)


def _granted(finding: Finding, page: Context) -> Contents:
    if finding.granted:
        yield page.formulas.links(finding.granted)


def _givens(finding: Finding, page: Context) -> Contents:
    source = page.audit.derivation.document.source
    for given in finding.givens:
        place = page.formulas.link(given.label) if given.label else escape(source.where(given.line))
        yield Markup("{} ({})").format(page.formulas.inline(given.latex), place)


def _role(finding: Finding, page: Context) -> Contents:
    if finding.because and finding.verdict not in words.QUIET:
        yield escape(role(finding))


def _explained(finding: Finding, page: Context) -> Contents:
    if finding.explained_by and finding.explained_by != finding.granted:
        yield page.formulas.links(finding.explained_by)


def _before(finding: Finding, page: Context) -> Contents:
    before = page.audit.before(finding)
    if before is not None and finding.false:
        yield page.formulas.link(before.label)


def _carried(finding: Finding, page: Context) -> Contents:
    reached = tuple(e.target for e in page.graph.edges if e.source == finding.label)
    if reached:
        yield page.formulas.links(reached)


def _true_if(finding: Finding, page: Context) -> Contents:
    if finding.true_if is not None:
        yield page.formulas.inline(finding.true_if)


def _conditions(finding: Finding, page: Context) -> Contents:
    if finding.conditions:
        yield Markup(", ").join(map(page.formulas.inline, finding.conditions))


def _lints(finding: Finding, page: Context) -> Contents:
    for lint in finding.lints:
        yield Markup("{}").format(words.lint_text(lint))


ROWS: tuple[tuple[str, str, Find], ...] = (
    ("read as", "mended", _read_as),
    ("correct", "mended", _correction),
    ("off by", "", _residual),
    ("in truth", "", _truth),
    ("for example", "", _example),
    ("true if", "", _true_if),
    ("given", "", _givens),
    ("granting", "", _granted),
    ("explained by", "", _explained),
    ("line before", "", _before),
    ("carried on to", "", _carried),
    ("needs", "", _conditions),
    ("role", "", _role),
    ("note", "", _lints),
)
"""A row's name, the class of its formula, and what finds its contents."""
