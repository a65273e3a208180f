"""An audit and its statements for Jupyter: tables with mathematics that the notebook sets."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import Audit
from derivation.late import regex
from derivation.reading.statements import Statement
from derivation.report import words
from derivation.report.mathematics import is_mathematics
from derivation.text.visible import harmless_markup

_ALIGNS = regex(r"(?<!\\)&|\\(?:label|tag)\*?\{[^{}]*\}|\\(?:notag|nonumber)(?![A-Za-z])")
COLOURS = {
    Verdict.RIGHT: "#1a7f37",
    Verdict.DEFINITION: "#0969da",
    Verdict.GIVEN: "#5f6412",
    Verdict.WRONG: "#cf222e",
    Verdict.INHERITED: "#9a6700",
    Verdict.REPAIRED: "#1b7c83",
    Verdict.ILL_FORMED: "#8250df",
    Verdict.UNDECIDED: "#57606a",
    Verdict.UNREAD: "#cf222e",
}
"""Colours on white: a verdict brings its ground with it, since nobody knows that of the notebook."""
GROUND = "background-color:#ffffff;padding:0.1em 0.4em;border-radius:0.3em"

TABLE = '<table style="width:100%;table-layout:auto">'
"""A table whose columns are as wide as what stands in them; JupyterLab makes them all alike."""

WIDTHS = ("4.5em", "6.5em", "auto")
"""Those of a label, a verdict and the rest, so that tables below one another line up."""


def report_html(audit: Audit) -> str:
    """The whole report: a summary and a table."""
    rows = "".join(_row(finding, audit) for finding in audit.shown)
    summary = " ".join(words.summary(audit, words.Voice(math=math, label=escape, text=escape)))
    errors = "".join(f"<pre>{escape(str(error))}</pre>" for error in audit.errors)
    notes = "".join(f"<p>note: {escape(note)}</p>" for note in audit.derivation.document.notes)
    head = f"<h3>{escape(audit.title)}</h3><p>{summary}</p>{errors}{notes}"
    return harmless_markup(f"{head}{TABLE}<tbody>{rows}</tbody></table>")


def finding_html(finding: Finding, audit: Audit) -> str:
    """One statement, as a table of one row."""
    return harmless_markup(f"{TABLE}<tbody>{_row(finding, audit)}</tbody></table>")


def badge(verdict: Verdict) -> str:
    """A verdict in its colour, readable on a light page and on a dark one."""
    return f'<b style="color:{COLOURS[verdict]};{GROUND}">{verdict}</b>'


def _row(finding: Finding, audit: Audit) -> str:
    reason = words.reason(finding, audit) if words.has_reason(finding) else ""
    case = words.case_text(finding)
    printed = math(finding.statement.latex) + (f" &ensp;for {escape(case)}" if case else "")
    lines = [printed, *([escape(reason)] if reason else []), *_details(finding)]
    cells = (f"({escape(finding.label)})", badge(finding.verdict), "<br>".join(lines))
    place = "text-align:left;vertical-align:top"
    row = (
        f'<td style="{place};width:{width}">{cell}</td>' for width, cell in zip(WIDTHS, cells, strict=True)
    )
    return f"<tr>{''.join(row)}</tr>"


def _details(finding: Finding) -> Iterator[str]:
    statement = finding.statement
    if isinstance(statement, Statement) and statement.reread is not None:
        yield f"read as {math(statement.reread.latex)}"
    if finding.correction is not None:
        yield f"correct: {math(finding.correction.latex)}"
    if finding.residual is not None:
        yield f"off by {math(finding.residual.latex)}"
    if finding.counterexample is not None:
        yield escape(words.counterexample(finding.counterexample))
    if finding.true_if is not None:
        yield f"true if {math(finding.true_if)}"
    if finding.conditions:
        yield "needs " + ", ".join(math(c.replace("≠", "\\neq")) for c in finding.conditions)
    for lint in finding.lints:
        yield escape(words.lint_text(lint))


def math(latex: str) -> str:
    """Mathematics for the notebook to set, in HTML; nothing in it is HTML, and what is none is code."""
    found = math_latex(latex)
    return f"<code>{escape(latex)}</code>" if found is None else escape(found, quote=False)


def math_latex(latex: str) -> str | None:
    """The same as LaTeX, `None` where it is none; what aligns rows stands in none here."""
    bare = _ALIGNS.sub("", latex)
    return f"$\\displaystyle {bare}$" if is_mathematics(bare) else None
