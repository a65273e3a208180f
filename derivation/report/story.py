"""One statement's story: how it was read, whether it is true, whether it follows, what would be right.

Takes a `Story`; gives sections of rows. A voice writes their mathematics, so that a
terminal and a notebook tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from derivation.audit.findings import Finding, Verdict
from derivation.audit.story import Comparison, Form, Story
from derivation.reading.ambiguities import ambiguities
from derivation.reading.kinds import IN_KINDS
from derivation.reading.roster import roster
from derivation.reading.statements import Statement
from derivation.records import dataclass
from derivation.report import html, words
from derivation.report.plain import plain
from derivation.report.role_words import GIVEN, role
from derivation.report.terminal import MARKS, as_text, shown
from derivation.report.words import PLAIN, Voice
from derivation.terms.judgement import Counterexample, Judgement, Proved, Refuted, Undecided
from derivation.text.differences import differences
from derivation.text.source import ReadError
from derivation.text.visible import harmless_markup

RULES = {
    "assumption": "what is assumed is put in",
    "derivative-of-a-sum": "the derivative of a sum is the sum of the derivatives",
    "delta-substitution": "δ_ij f(i) = δ_ij f(j)",
    "delta-contraction": "Σ_k δ_kj f(k) = f(j), where j is in the range of k",
    "left-out": "Σ_(k ≠ j) f(k) = Σ_k f(k) - f(j)",
    "split-range": "a sum over a part of a range is the whole sum without the rest",
    "spelled-out": "a sum over a few known places is written out",
    "nested-sums": "f Σ_k g(k) = Σ_k f g(k), where f speaks of no k",
    "constant-sum": "Σ_(k = 1)ⁿ 1 = n",
    "sum-over-its-divisor": "Σ_k f(k) / Σ_l f(l) = 1",
    "antisymmetric-sum": "a sum that is its own negative is 0",
    "polynomial-division": "a quotient in a sum is divided out",
    "shifted-index": "a sum is counted from another place, Σ_{k=0}^{n-1} f(k+1) = Σ_{k=1}^n f(k)",
    "binomial-theorem": "a sum over binomial coefficients, by the binomial theorem",
    "geometric-sum": "a geometric sum in closed form, where its ratio is not 1",
    "induction": "the first of the claims holds, and each follows from the one before it (induction)",
    "Faulhaber": "Σ_k kᵖ in closed form (Faulhaber)",
    "product-of-factors": "∏_k f(k) = e^(Σ_k log f(k))",
    "exp-log": "e^(c log a) = aᶜ, where a > 0",
    "log-exp": "log eᵃ = a",
    "cross-multiplication": "denominators are multiplied out",
    "cases": "the parts x > 0 and x = 0 of what is known to be ≥ 0 are proved one by one",
}
"""What the rules of a trace say. A rule that is a formula or a sentence itself stands for itself."""


VERBS = frozenset(("is", "has", "may", "and", "stands", "without", "at"))
"""What follows a name, and no article."""

TOLD = '<table style="table-layout:auto;margin-left:0">'


@dataclass(frozen=True, slots=True)
class Row:
    """A name, what stands beside it, and a style: "good", "bad", "dim" or ""."""

    name: str
    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """One statement's story in full. Shows itself in a terminal (`print`, rich) and in Jupyter."""

    story: Story

    def __str__(self) -> str:
        """The story as the terminal shows it, 100 columns wide and without colour."""
        return as_text(self)

    def __repr__(self) -> str:
        return str(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        finding = self.story.finding
        mark, style = MARKS[finding.verdict]
        yield Text.assemble(shown(f"({finding.label})", "bold"), " ", (f"{mark} {finding.verdict}", style))
        yield shown(heading(self.story), style="italic")
        error = _error(finding)
        if error is not None:
            yield shown(error.source.caret(error.span, options.max_width - 4), no_wrap=True)
        for section in sections(self.story):
            yield Text()
            yield Text(section.title, style="bold")
            yield Padding(_grid(section.rows), (0, 0, 0, 2))

    def _repr_html_(self) -> str:
        finding = self.story.finding
        voice = Voice(math=html.math, text=escape)
        head = f"({escape(finding.label)}) {html.badge(finding.verdict)}"
        told = [f"<h4>{head}</h4><p>{escape(heading(self.story))}</p>"]
        for section in sections(self.story, voice):
            rows = "".join(
                f'<tr><td style="text-align:left;vertical-align:top;white-space:nowrap">{row.name}</td>'
                f'<td style="text-align:left">{row.text}</td></tr>'
                for row in section.rows
            )
            told.append(f"<p><b>{section.title}</b></p>{TOLD}<tbody>{rows}</tbody></table>")
        return harmless_markup("".join(told))


STYLES = {"good": "green", "bad": "red", "dim": "dim", "": ""}


def _grid(rows: Sequence[Row]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(shown(row.name), shown(row.text, style=STYLES[row.style]))
    return grid


def heading(story: Story) -> str:
    """Why the statement has its verdict, as a sentence."""
    told = words.reason(story.finding, story.audit) or words.MEANING[story.finding.verdict]
    return f"{told}." if _opens_with_a_name(told) else f"{told[0].upper()}{told[1:]}."


def _opens_with_a_name(told: str) -> bool:
    """Whether a sentence opens with a letter of the document, as `s is used here`."""
    first, _, rest = told.partition(" ")
    return not first.strip(",;:").isalpha() or (len(first) == 1 and rest.partition(" ")[0] in VERBS)


def sections(story: Story, voice: Voice = PLAIN) -> Iterator[Section]:
    """What there is to tell, in the order in which it is told."""
    told = (
        Section("How it is read", tuple(_reading(story, voice))),
        Section("What its names are", tuple(_names(story, voice))),
        Section("What could be read otherwise", tuple(_otherwise(story, voice))),
        Section("Is it true?", tuple(_truth(story, voice))),
        Section(_step_title(story), tuple(_step(story, voice))),
        Section("What would be right", tuple(_right(story.finding, voice))),
        Section("What comes of it", tuple(_consequences(story, voice))),
    )
    yield from (section for section in told if section.rows)


def _error(finding: Finding) -> ReadError | None:
    return None if isinstance(finding.statement, Statement) else finding.statement.error


def _reading(story: Story, voice: Voice) -> Iterator[Row]:
    finding, statement = story.finding, story.finding.statement
    source = story.audit.derivation.document.source
    where = source.where(statement.line)
    place = where if source.parts else f"{words.document_name(story.audit)}, {where}"
    yield Row("stands in", voice.text(place))
    yield Row("LaTeX", voice.text(" ".join(statement.latex.split())))
    if not isinstance(statement, Statement):
        return
    yield Row("printed", voice.math(statement.latex))
    if statement.reread is not None:
        yield Row("read as", voice.math(statement.reread.latex))
    if finding.because:
        yield Row("its role", voice.text(role(finding)))
    if finding.own_verdict is Verdict.GIVEN:
        yield Row("that means", voice.text(GIVEN))
    if story.truth is not None:
        yield Row(
            "claims", voice.math(f"{story.truth.left.read} {statement.relation} {story.truth.right.read}")
        )
    case = words.case_latex(finding)
    if case:
        yield Row("restricted to", voice.math(case))
    if story.ranges:
        yield Row("for all", voice.text(", ".join(f"{index} in {span}" for index, span in story.ranges)))
    if story.before is not None:
        before = story.before
        yield Row("goes on from", f"{voice.label(before.label)}, which is {before.own_verdict}")
    for number, given in enumerate(finding.givens):
        at = f"({voice.label(given.label)})" if given.label else f"({source.where(given.line)})"
        yield Row("" if number else "uses", f"{voice.math(given.latex)} {at}")
    if finding.conditions:
        yield Row("both sides exist if", ", ".join(map(voice.math, finding.conditions)))
    for lint in finding.lints:
        yield Row("note", voice.text(words.lint_text(lint)))


def _told(text: str, voice: Voice) -> str:
    """Words with `$mathematics$` set, and what is to be written between backticks as it is."""
    parts: list[str] = []
    for number, part in enumerate(text.split("`")):
        if number % 2:
            parts.append(voice.text(f"`{part}`"))
        else:
            pieces = enumerate(part.split("$"))
            parts += [voice.math(own) if place % 2 else voice.text(own) for place, own in pieces]
    return "".join(parts)


def _names(story: Story, voice: Voice) -> Iterator[Row]:
    for latex, what in roster(story.audit.derivation, story.finding.statement):
        yield Row(voice.math(latex), _told(what, voice))


def _otherwise(story: Story, voice: Voice) -> Iterator[Row]:
    found = ambiguities(story.audit.derivation, story.finding.statement)
    for latex, read, otherwise in found:
        yield Row(voice.math(latex), f"{_told(read, voice)}; {_told(otherwise, voice)}")
    if any(IN_KINDS in own.otherwise for own in found):
        reading = words.reading_name(story.audit)
        yield Row("", voice.text(f"[kinds] is a table of the reading file, {reading}"), "dim")


def _truth(story: Story, voice: Voice) -> Iterator[Row]:
    finding = story.finding
    if finding.true is None:
        return
    yield Row("", _answer(finding.true), _style(finding.true))
    if story.truth is not None:
        yield from _compared(story.truth, finding.true, voice, ("subject", "member"))
    if finding.counterexample is not None:
        found = finding.counterexample
        yield from _point(found, voice)
        yield Row("the subject is", voice.text(found.left), "good")
        yield Row("the member is", voice.text(found.right), "bad")
    if finding.true_if is not None:
        yield Row("true if", voice.math(finding.true_if))


def _point(found: Counterexample, voice: Voice) -> Iterator[Row]:
    """Where sides were evaluated; nowhere in particular where they are numbers."""
    if point := words.point(found):
        yield Row("at the point", voice.text(point))


def _step_title(story: Story) -> str:
    before = story.before
    return f"Does it follow from ({before.label})?" if before else "Does it follow from the line before?"


def _step(story: Story, voice: Voice) -> Iterator[Row]:
    finding = story.finding
    if story.step is None or finding.follows is None:
        return
    granted = finding.granted
    if granted and isinstance(finding.follows, Proved):
        yield Row("", f"Yes, granting {voice.labels(granted)}:", "good")
        by_label = {f.label: f for f in story.audit.findings}
        for label in granted:
            yield Row(f"granted {voice.label(label)}", voice.math(by_label[label].statement.latex))
    else:
        yield Row("", _answer(finding.follows), _style(finding.follows))
    yield from _compared(story.step, finding.follows, voice, ("line before", "member"))
    if isinstance(finding.follows, Refuted) and finding.follows.counterexample != finding.counterexample:
        found = finding.follows.counterexample
        yield from _point(found, voice)
        yield Row("line before is", voice.text(found.left))
        yield Row("the member is", voice.text(found.right))


def _compared(found: Comparison, judgement: Judgement, voice: Voice, names: tuple[str, str]) -> Iterator[Row]:
    """The normal forms of two sides, and how it was decided that they are the same or not."""
    same = found.agree and found.left.normal == found.right.normal
    if same:
        yield Row("both sides are", _normal(found.left, voice))
    else:
        yield from (Row(n, _normal(f, voice)) for n, f in zip(names, (found.left, found.right), strict=True))
    match judgement:
        case Proved(rules):
            by = "the normal forms are the same" if same else "the difference of the normal forms is 0"
            if not found.agree:
                by = "it holds where the equation that an earlier line poses does, or where both sides exist"
            yield Row("decided", f"{by}; exact evaluation at small sizes agrees")
            shown = dict.fromkeys((*rules, *(found.rules if found.agree else ())))
            yield from (Row("rule" if not k else "", voice.text(_rule(r))) for k, r in enumerate(shown))
        case Refuted():
            yield Row("decided", "exact evaluation of both sides at one point")
        case Undecided(reason):
            yield Row("decided", voice.text(f"not: {reason}"))


def _normal(form: Form, voice: Voice) -> str:
    return voice.math(form.normal) if form.normal is not None else voice.text(f"no normal form: {form.why}")


def _rule(name: str) -> str:
    opened = name.removeprefix("definition of ")
    return f"the definition of {plain(opened)} is put in" if opened != name else RULES.get(name, name)


def _answer(judgement: Judgement) -> str:
    match judgement:
        case Proved():
            return "Yes, for all sizes, indices and real values at which both sides exist."
        case Refuted():
            return "No."
        case Undecided():
            return "Open."


def _style(judgement: Judgement) -> str:
    return {Proved: "good", Refuted: "bad"}.get(type(judgement), "")


def _right(finding: Finding, voice: Voice) -> Iterator[Row]:
    if finding.correction is not None and isinstance(finding.statement, Statement):
        yield Row("correct", voice.math(finding.correction.latex), "good")
        changes = differences(finding.statement.member.node, finding.correction.node).changes
        if edits := ", ".join(change.told(voice.math) for change in changes):
            yield Row("the edit", edits)
    if finding.truth is not None:
        yield Row("in truth", voice.math(finding.truth.latex), "good")
    if finding.residual is not None:
        yield Row("off by", voice.math(finding.residual.latex), "bad")


def _consequences(story: Story, voice: Voice) -> Iterator[Row]:
    finding = story.finding
    if finding.explained_by and finding.false:
        gives = "alone gives" if len(finding.explained_by) == 1 else "together give"
        yield Row("explained by", f"{voice.labels(finding.explained_by)} {gives} this value")
    if story.onward:
        yield Row("rest on it", voice.labels(story.onward))
