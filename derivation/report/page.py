"""An audit as a page: one HTML file that needs nothing else, neither a network nor fonts nor scripts.

Takes an audit; gives HTML. What stands where is in `templates/page.html.j2`; here is
what it is filled with. A policy in the page forbids whatever is not in it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import Audit
from derivation.records import dataclass
from derivation.report import words
from derivation.report.blame import Blame, blame
from derivation.report.blame_svg import ROW, blame_svg, line_meanings
from derivation.report.details import Context, Detail, details
from derivation.report.formulas import VOICE, Formulas
from derivation.report.plain import plain
from derivation.report.role_words import GIVEN, RULES
from derivation.report.signs import MARKS
from derivation.text.visible import harmless_markup
from derivation.version import __version__

GENERATOR: Final = "derivation"
FOLDER: Final = "templates"
OPEN: Final = frozenset([Verdict.WRONG, Verdict.UNREAD])
"""Statements whose details are open at first."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement on the page."""

    label: str
    anchor: str
    verdict: Verdict
    mark: str
    formula: Markup
    goes_on: bool
    case: Markup
    reason: str
    details: tuple[Detail, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class EquationView:
    tag: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements have a verdict, and what it means."""

    verdict: Verdict
    mark: str
    number: int
    meaning: str


@dataclass(frozen=True, slots=True)
class BlameRow:
    """A row of the picture, and the words beside it."""

    lanes: Markup
    link: Markup
    verdict: Verdict
    mark: str
    told: Markup


def page(audit: Audit) -> str:
    """The whole page."""
    anchors = _anchors(audit)
    formulas = Formulas(audit.derivation, anchors)
    style, script = _part("page.css"), _part("page.js")
    graph = blame(audit)
    return harmless_markup(
        _template().render(
            title=audit.title,
            source=audit.derivation.declared.source,
            file=words.document_name(audit),
            declared_in=audit.derivation.declared.path,
            summary=[formulas.prose(sentence) for sentence in words.summary(audit, VOICE)],
            counts=_counts(audit),
            given=GIVEN,
            rules=RULES,
            equations=tuple(_equations(Context(audit, formulas, graph))),
            blame=_rows(graph, formulas) if graph.edges else (),
            lines=line_meanings(graph),
            errors=[str(error) for error in audit.errors],
            laws=[(formulas.inline(f"{law.latex} = {law.value}"), law.broken) for law in audit.laws],
            link=formulas.link,
            inferred=[plain(text) for text in audit.derivation.inferred],
            notes=audit.derivation.document.notes,
            declared=[plain(text) for text in audit.derivation.declarations],
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            generator=f"{GENERATOR} {__version__}",
        )
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("derivation.report", FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


@cache
def _part(name: str) -> str:
    text = (files("derivation.report") / FOLDER / name).read_text(encoding="utf-8")
    return text.replace("ROW_HEIGHT", f"{ROW}px")


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, and no style or script runs but those of the page, told by their hashes."""
    hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)]
    rules = (
        "default-src 'none'",
        f"style-src 'sha256-{hashes[0]}'",
        f"script-src 'sha256-{hashes[1]}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _anchors(audit: Audit) -> dict[str, str]:
    """A place on the page for each statement: its label, as far as it is plain."""
    found: dict[str, str] = {}
    for number, finding in enumerate(audit.findings, 1):
        anchor = "eq-" + re.sub(r"[^A-Za-z0-9.]+", "-", finding.label)
        found[finding.label] = f"{anchor}-{number}" if anchor in found.values() else anchor
    return found


def _counts(audit: Audit) -> tuple[Count, ...]:
    numbers = audit.counts()
    return tuple(Count(v, MARKS[v], numbers[v], words.MEANING[v]) for v in Verdict)


def _equations(context: Context) -> Iterator[EquationView]:
    for tag, group in groupby(context.audit.shown, key=lambda f: f.statement.equation):
        views: list[StatementView] = []
        before: Finding | None = None
        for finding in group:
            views.append(_statement(finding, before, context))
            before = finding
        yield EquationView(tag, tuple(views))


def _statement(finding: Finding, before: Finding | None, context: Context) -> StatementView:
    formulas = context.formulas
    case = words.case_latex(finding)
    told = tuple(details(finding, context))
    return StatementView(
        label=finding.label,
        anchor=formulas.anchors[finding.label],
        verdict=finding.verdict,
        mark=MARKS[finding.verdict],
        formula=formulas.printed(finding, before),
        goes_on=finding.statement.latex.startswith("=") or formulas.goes_on(finding, before),
        case=formulas.inline(case) if case else Markup(),
        reason=words.reason(finding, context.audit) if told or words.has_reason(finding) else "",
        details=told,
        open=bool({finding.verdict, finding.own_verdict} & OPEN),
    )


def _rows(graph: Blame, formulas: Formulas) -> tuple[BlameRow, ...]:
    return tuple(
        BlameRow(
            Markup(row),
            formulas.link(node.label),
            node.verdict,
            MARKS[node.verdict],
            _told(graph, node.label, formulas),
        )
        for node, row in zip(graph.nodes, blame_svg(graph), strict=True)
    )


def _told(graph: Blame, label: str, formulas: Formulas) -> Markup:
    """`follows, granting 5.2 and 12`."""
    parts = [
        Markup("{} {}").format(told, formulas.prose(VOICE.labels(sources)))
        for told, sources in graph.reasons(label)
    ]
    return Markup("; ").join(parts) if parts else escape("an error enters")
