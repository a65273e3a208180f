"""An audit in a terminal, with rich: one block an equation, details where something is not right.

Of a long document only what is false, and why lines stay open, unless all is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import FALSE, Audit
from derivation.reading.statements import Statement, Unread
from derivation.report import overview, words
from derivation.report.overview import Detail
from derivation.report.plain import plain
from derivation.text.visible import harmless, visible

MARKS = {
    Verdict.RIGHT: ("✓", "green"),
    Verdict.DEFINITION: (":=", "blue"),
    Verdict.GIVEN: ("•", "bright_blue"),
    Verdict.WRONG: ("✗", "bold red"),
    Verdict.INHERITED: ("↳", "yellow"),
    Verdict.REPAIRED: ("↺", "cyan"),
    Verdict.ILL_FORMED: ("!", "magenta"),
    Verdict.UNDECIDED: ("?", "bright_black"),
    Verdict.UNREAD: ("!", "red"),
}


LONG = 30
"""How many lines a document has of which not every one is shown."""

GAP = 2
"""The spaces between columns."""

REASONS = 8
LABELS = 60
"""How many reasons for what is open are shown, and how many characters of the labels of each."""


def as_text(rendered: RenderableType, width: int = 100) -> str:
    """What a terminal of a width shows, without colour and without spaces at the ends of lines."""
    out = StringIO()
    console = Console(file=out, width=width, highlight=False, force_jupyter=False, color_system=None)
    console.print(rendered)
    return harmless("\n".join(line.rstrip() for line in out.getvalue().splitlines()))


def shown(text: str, style: str = "", justify: JustifyMethod | None = None, no_wrap: bool = False) -> Text:
    """Text of a document for a terminal, which acts on nothing in it."""
    return Text(visible(text), style=style, justify=justify, no_wrap=no_wrap)


class TerminalReport:
    """Renders an audit; rich takes width and colour from the terminal."""

    def __init__(self, audit: Audit, detail: Detail = Detail.WHOLE) -> None:
        self.audit = audit
        self.detail = detail

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        audit = self.audit
        if self.detail is Detail.QUIET:
            yield from _false(audit, options.max_width)
            return
        yield Rule(shown(audit.title, style="bold"))
        if audit.derivation.declared.source:
            yield shown(audit.derivation.declared.source, style="dim", justify="center")
        if self.detail is Detail.FITTING and len(audit.shown) > LONG:
            yield from self._long(options.max_width)
            return
        yield Text()
        yield statements(audit, audit.shown, options.max_width)
        yield from self._unread(options.max_width)
        yield Rule(style="dim")
        first, *others = words.summary(audit)
        yield shown(first, style="bold")
        for sentence in others:
            yield shown(sentence)
        yield shown(counts(audit), style="dim")
        yield from _footer(audit)

    def _long(self, width: int) -> Iterator[RenderableType]:
        """How much was read and judged, why the rest was not, what is false."""
        audit = self.audit
        yield shown(overview.heading(audit), style="bold")
        found = overview.reasons(audit)
        if found:
            yield Text()
            yield Text("Left open, the most common reason first:")
            yield _reasons(found, audit)
        for error in audit.derivation.document.errors:
            yield shown(f"{error.source.place(error.line, error.column)}: {error.message}", style="red")
        yield Text()
        yield from _false(audit, width)
        yield Rule(style="dim")
        yield from (
            shown(sentence, style="bold" * (not k)) for k, sentence in enumerate(words.verdict(audit))
        )
        for note in audit.derivation.document.notes:
            yield shown(f"note: {note}", style="dim")
        yield Text("every line, and what was taken for what: --verbose", style="dim")

    def _unread(self, width: int) -> Iterator[RenderableType]:
        for error in self.audit.errors:
            place = error.source.place(error.line, error.column)
            yield shown(f"{place}: {error.message}", style="red")
            yield shown(error.source.caret(error.span, width - 4), no_wrap=True)
            yield Text()


def _false(audit: Audit, width: int) -> Iterator[RenderableType]:
    """The lines that are false, or have no meaning as printed."""
    false = [finding for finding in audit.shown if {finding.verdict, finding.own_verdict} & FALSE]
    if false:
        yield statements(audit, false, width)


def _reasons(found: Sequence[overview.Reason], audit: Audit) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=2, overflow="fold", style="dim")
    order = [finding.label for finding in audit.findings]
    for reason in found[:REASONS]:
        labels = words.some(reason.labels, order, LABELS)
        table.add_row(str(len(reason.labels)), shown(plain(reason.text)), shown(labels))
    if rest := sum(len(reason.labels) for reason in found[REASONS:]):
        table.add_row(str(rest), shown("for other reasons"), shown(""))
    return table


def _footer(audit: Audit) -> Iterator[Text]:
    derivation = audit.derivation
    for note in derivation.document.notes:
        yield shown(f"note: {note}", style="dim")
    if derivation.inferred:
        yield shown(f"inferred: {'; '.join(map(plain, derivation.inferred))}", style="dim")
    if derivation.declarations:
        said = "; ".join(map(plain, derivation.declarations))
        yield shown(f"declared in {derivation.declared.path}: {said}", style="dim")


def counts(audit: Audit) -> str:
    return " · ".join(f"{count} {verdict}" for verdict, count in words.alone(audit).counts().items() if count)


def statements(audit: Audit, findings: Sequence[Finding], width: int) -> Table:
    heads = [_head(finding) for finding in findings]
    bodies = [body(finding, audit) for finding in findings]
    left = width - sum(max(text.cell_len for text in column) + GAP for column in zip(*heads, strict=True))
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    # Where a line fills the column, nobody need measure all of them, tables within the table five times.
    full = left > 0 and any(_fills(part, left) for part in bodies)
    table.add_column(ratio=1, overflow="fold", width=left if full else None)
    for head, part in zip(heads, bodies, strict=True):
        table.add_row(*head, part)
    return table


def _head(finding: Finding) -> tuple[Text, Text]:
    mark, style = MARKS[finding.verdict]
    return shown(f"({finding.label})", style="bold"), shown(f"{mark} {finding.verdict}", style=style)


def _fills(part: RenderableType, width: int) -> bool:
    """Whether a text, outside of tables, is at least so wide."""
    match part:
        case Text():
            return any(line.cell_len >= width for line in part.split())
        case Group():
            return any(_fills(inner, width) for inner in part.renderables)
        case Padding():
            return _fills(part.renderable, width)
        case _:
            return False


def body(finding: Finding, audit: Audit) -> RenderableType:
    printed = shown(words.printed(finding))
    case = words.case_text(finding)
    if case:
        printed.append_text(shown(f"   for {case}", style="dim"))
    parts: list[RenderableType] = [printed]
    error = finding.statement.error if isinstance(finding.statement, Unread) else None
    if words.has_reason(finding) and error not in audit.errors:  # those stand below, with their places
        parts.append(shown(words.reason(finding, audit), style="italic"))
    details = list(_details(finding))
    if details:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, text in details:
            grid.add_row(name, text)
        parts.append(Padding(grid, (0, 0, 0, 2)))
    return (
        Group(*parts)
        if finding.verdict in words.QUIET and not details
        else Padding(Group(*parts), (0, 0, 1, 0))
    )


def _details(finding: Finding) -> Iterator[tuple[str, Text]]:
    statement = finding.statement
    if isinstance(statement, Statement) and statement.reread is not None:
        yield "read as", shown(plain(statement.reread.latex))
    if finding.correction is not None:
        yield "correct", shown(plain(finding.correction.latex), style="green")
    if finding.residual is not None:
        yield "off by", shown(plain(finding.residual.latex), style="red")
    if finding.counterexample is not None:
        yield "e.g.", shown(words.counterexample(finding.counterexample))
    if finding.true_if is not None:
        yield "true if", shown(plain(finding.true_if))
    if finding.conditions:
        yield "needs", shown(", ".join(plain(c) for c in finding.conditions))
    for lint in finding.lints:
        yield "note", shown(words.lint_text(lint))
