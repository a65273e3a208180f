"""An audit in plain sentences, made from the judgements alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from derivation.audit.findings import Closed, Finding, Given, Lint, Role, Verdict
from derivation.audit.result import Audit
from derivation.reading.statements import Statement
from derivation.records import dataclass, replace
from derivation.report.plain import plain
from derivation.terms.judgement import Counterexample

LONGEST = 200
LONG = 100
MANY = 20

MEANING = {
    Verdict.RIGHT: "follows, and is true",
    Verdict.DEFINITION: "defines a name",
    Verdict.GIVEN: "given, not claimed: what follows is judged where it holds",
    Verdict.WRONG: "the error enters here",
    Verdict.INHERITED: "follows from an earlier error",
    Verdict.REPAIRED: "true, but does not follow from the line before",
    Verdict.UNDECIDED: "not decided",
    Verdict.UNREAD: "could not be read",
    Verdict.ILL_FORMED: "has no meaning as printed",
}
QUIET = frozenset({Verdict.RIGHT, Verdict.DEFINITION, Verdict.GIVEN})
"""Verdicts that nothing is to be done about."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How sentences write mathematics, given as LaTeX, labels of statements, and other text."""

    math: Callable[[str], str] = plain
    label: Callable[[str], str] = str
    text: Callable[[str], str] = str

    def labels(self, labels: Iterable[str]) -> str:
        return listed(map(self.label, labels))


PLAIN = Voice()

PACKAGE = Path(__file__).parents[1]


def document_name(audit: Audit) -> str:
    """The document's path as it was given; of one that comes with the package, the part within it."""
    name = audit.derivation.document.source.name
    path = Path(name)
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else name


def reading_name(audit: Audit) -> str:
    """The path of the document's reading file, or of the one that it would have."""
    path = Path(audit.derivation.declared.path)
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else str(path)


def listed(items: Iterable[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    parts = list(items)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""


def runs(labels: Sequence[str], order: Sequence[str], voice: Voice = PLAIN) -> str:
    """Labels in the order of the document, three or more in a row as `13 to 16`."""
    return listed(_runs(labels, order, voice.label))


def some(labels: Sequence[str], order: Sequence[str], length: int) -> str:
    """The labels `1 to 5, 17`, as many as go into a length, and how many more there are."""
    parts = _runs(labels, order, str)
    kept = [part for k, part in enumerate(parts) if len(", ".join(parts[: k + 1])) <= length]
    more = [f"and {len(parts) - len(kept)} more"] if len(kept) < len(parts) else []
    return ", ".join([*kept, *more])


def _runs(labels: Sequence[str], order: Sequence[str], name: Callable[[str], str]) -> list[str]:
    places = sorted(order.index(label) for label in labels)
    groups: list[list[int]] = []
    for place in places:
        if groups and groups[-1][-1] == place - 1:
            groups[-1].append(place)
        else:
            groups.append([place])
    parts: list[str] = []
    for group in groups:
        names = [name(order[place]) for place in group]
        parts += [f"{names[0]} to {names[-1]}"] if len(names) > 2 else names
    return parts


def verdict_and_reason(finding: Finding, audit: Audit) -> str:
    """A statement's verdict with its reason: `wrong: an error enters here`, `right, given (1)`."""
    why = reason(finding, audit)
    return why if why.startswith(f"{finding.verdict}, ") else f"{finding.verdict}: {why}"


def has_reason(finding: Finding) -> bool:
    """Whether a verdict is more than it says itself."""
    why = finding.because if finding.verdict is Verdict.GIVEN else ""
    return finding.verdict not in QUIET or bool(finding.reason or why or finding.givens)


def reason(finding: Finding, audit: Audit, voice: Voice = PLAIN) -> str:
    """Why a statement has its verdict, in one sentence."""
    own = finding.own_verdict
    if finding.verdict is Verdict.ILL_FORMED:
        if finding.reason and own is not Verdict.ILL_FORMED:
            why = _why(finding, audit, voice)
            mended = why if why.startswith(f"{own}, ") else f"{own} ({why})"
            return f"{plain(finding.reason)}; read with that mended: {mended}"
        return plain(finding.reason or "")
    return _why(finding, audit, voice)


def _why(finding: Finding, audit: Audit, voice: Voice) -> str:
    why = _alone(finding, audit, voice)
    if not finding.givens:
        return why
    used = f"given {givens(finding.givens, audit, voice)}"
    return f"right, {used}" if finding.own_verdict is Verdict.RIGHT else f"{why} ({used})"


def givens(used: Iterable[Given], audit: Audit, voice: Voice = PLAIN) -> str:
    """The facts that a verdict used: `(1), (2) and Σ_k y_k = 1 (line 12)`."""
    return listed(_fact(given, audit, voice) for given in used)


def _fact(given: Given, audit: Audit, voice: Voice) -> str:
    if given.label:
        return f"({voice.label(given.label)})"
    where = audit.derivation.document.source.where(given.line)
    return f"{voice.math(given.latex)} ({where})" if len(plain(given.latex)) <= LONG else where


def _alone(finding: Finding, audit: Audit, voice: Voice) -> str:
    """Why, without the facts that were used."""
    match finding.own_verdict:
        case Verdict.WRONG:
            return _wrong(finding, audit, voice)
        case Verdict.INHERITED:
            return _inherited(finding, audit, voice)
        case Verdict.UNDECIDED | Verdict.UNREAD | Verdict.ILL_FORMED:
            return finding.reason or ""
        case Verdict.DEFINITION if finding.reason and finding.verdict is Verdict.DEFINITION:
            return plain(finding.reason)
        case Verdict.GIVEN:
            return (
                "; ".join(plain(why) for why in (finding.reason, finding.because) if why)
                or MEANING[Verdict.GIVEN]
            )
        case verdict:
            return MEANING[verdict]


def _wrong(finding: Finding, audit: Audit, voice: Voice) -> str:
    before = audit.before(finding)
    text = (
        "an error enters here"
        if before is None
        else f"an error enters here: this does not follow from {voice.label(before.label)}"
    )
    explained = finding.explained_by
    if not explained:
        return text
    undone = [label for label in (before.explained_by or () if before else ()) if label not in explained]
    kept = f"what {voice.labels(explained)} alone gives"
    return f"{text}; it undoes {voice.labels(undone)} and is {kept}" if undone else f"{text}; it is {kept}"


def _inherited(finding: Finding, audit: Audit, voice: Voice) -> str:
    before = audit.before(finding)
    if finding.granted:
        text = f"follows, granting {voice.labels(finding.granted)}"
    else:
        text = (
            f"follows from {voice.label(before.label)}, which is false"
            if before
            else "follows from an earlier error"
        )
    if finding.explained_by and finding.explained_by != finding.granted:
        text += f"; it is what {voice.labels(finding.explained_by)} alone gives"
    return text


def printed(finding: Finding) -> str:
    """A statement as a line of text; what could not be read as it stands, cut short."""
    latex = finding.statement.latex
    if isinstance(finding.statement, Statement):
        return plain(latex)
    return latex if len(latex) <= LONGEST else f"{latex[:LONGEST]}…"


def case_text(finding: Finding) -> str:
    """What a claim is restricted to, or ""."""
    return plain(case_latex(finding))


def case_latex(finding: Finding) -> str:
    """The same in LaTeX."""
    statement = finding.statement
    claim = isinstance(statement, Statement) and finding.role is Role.CLAIM
    return statement.case_text if isinstance(statement, Statement) and claim else ""


def off_by(finding: Finding, voice: Voice = PLAIN) -> str:
    """How far a claim is from the truth, as a quantity."""
    if finding.residual is None:
        return "not the truth"
    told, latex = distance(finding.residual)
    return f"{told} {voice.math(latex)}"


def distance(residual: Closed) -> tuple[str, str]:
    """A residual in words, `too small by`, and how much that is in LaTeX."""
    latex = residual.latex
    if residual.sign < 0 and latex.startswith("-") and not re.search(r"[^{(] [+-] ", latex):
        return "too small by", latex[1:]
    return "too large by" if residual.sign > 0 else "off by", latex


def alone(audit: Audit) -> Audit:
    """An audit of what is shown alone, to count and to sum up; lines before a statement may be missing."""
    if not audit.only:
        return audit
    labels = {finding.label for finding in audit.shown}
    laws = (replace(law, broken=tuple(b for b in law.broken if b[0] in labels)) for law in audit.laws)
    return replace(audit, findings=audit.shown, laws=tuple(law for law in laws if law.broken))


def summary(audit: Audit, voice: Voice = PLAIN) -> list[str]:
    """Two or three sentences that tell the whole of what is shown."""
    audit = alone(audit)
    head = "; ".join([_counted(audit, voice), *_unmeant(audit), *_unread(audit)])
    found = (_given(audit, voice), _undoing(audit, voice), _last(audit, voice), _laws(audit, voice))
    return [f"{head}.", *(sentence for sentences in found for sentence in sentences)]


def verdict(audit: Audit, voice: Voice = PLAIN) -> list[str]:
    """The same without what is told of how much was read, and of what is given."""
    audit = alone(audit)
    head = "; ".join([_counted(audit, voice), *_unmeant(audit)])
    found = (_undoing(audit, voice), _last(audit, voice), _laws(audit, voice))
    return [f"{head}.", *(sentence for sentences in found for sentence in sentences)]


def _given(audit: Audit, voice: Voice) -> list[str]:
    """What is given, by its labels."""
    labels = [f.label for f in audit.findings if f.own_verdict is Verdict.GIVEN]
    if not labels:
        return []
    parts = _runs(labels, [f.label for f in audit.findings], lambda label: f"({voice.label(label)})")
    more = [f"and {len(parts) - MANY} more"] if len(parts) > MANY else []
    return [f"Given, not claimed: {', '.join([*parts[:MANY], *more])}."]


def _counted(audit: Audit, voice: Voice) -> str:
    """How many claims are right, and where errors enter."""
    claims = audit.claims()
    right = sum(f.own_verdict is Verdict.RIGHT for f in claims)
    if not claims:
        return "Nothing could be judged" if audit.errors else "Nothing is claimed here"
    if right == len(claims):
        return _all_right(right, bool(audit.errors))
    entering = [f.label for f in audit.entering()]
    open_ones = sum(f.own_verdict is Verdict.UNDECIDED for f in claims)
    tail = f", {open_ones} undecided" if open_ones else ""
    verb = "is" if right == 1 else "are"
    told = f"{right or 'none'} of {len(claims)} claims {verb} right{tail}"
    if len(claims) == 1:
        told = "the only claim is undecided" if open_ones else "the only claim is not right"
    if entering:
        number = {1: "One error enters", 2: "Two errors enter", 3: "Three errors enter"}
        head = number.get(len(entering), f"{len(entering)} errors enter")
        return f"{head}, at {voice.labels(entering)}; {told}"
    found = "was found" if right + open_ones == len(claims) else "enters here"
    return f"{told[0].upper()}{told[1:]}; no error {found}"


def _all_right(count: int, unread: bool) -> str:
    told = " that could be read" if unread else ""
    if count == 1:
        return f"The {'one claim' if unread else 'claim'}{told} is right"
    return f"All {count} claims{told} are right"


def _unmeant(audit: Audit) -> Iterator[str]:
    """How many lines had to be mended to be read."""
    count = sum(f.verdict is Verdict.ILL_FORMED for f in audit.findings)
    if count and all(f.own_verdict is Verdict.RIGHT for f in audit.claims()):
        yield f"{count} {'has' if count == 1 else 'have'} no meaning as printed"


def _unread(audit: Audit) -> Iterator[str]:
    """How many lines could not be read; they are no claims that are counted."""
    lines = [getattr(f.statement, "error", None) for f in audit.findings]
    empty = sum(error not in lines for error in audit.errors)
    count, total = len(audit.errors), len(lines) + empty
    if count:
        told = f"{count} of {total} lines" if total > 1 else "the only line"
        yield f"{told} could not be read"


def _undoing(audit: Audit, voice: Voice) -> list[str]:
    for finding in reversed(audit.entering()):
        before = audit.before(finding)
        earlier = (before.explained_by if before else None) or ()
        kept = finding.explained_by or ()
        undone = [label for label in earlier if label not in kept]
        if kept and undone:
            told = f"{voice.label(finding.label)} silently undoes {voice.labels(undone)}"
            return [f"{told} and keeps {voice.labels(kept)}."]
    return []


def _last(audit: Audit, voice: Voice) -> list[str]:
    """What the last false claim comes to, and what would be true."""
    false = [f for f in audit.findings if f.false and f.own_verdict is not Verdict.UNDECIDED]
    if not false:
        return []
    last = false[-1]
    order = [f.label for f in audit.findings]
    same = [f.label for f in false if f.residual and last.residual and _about(f) == _about(last)]
    same = [label for label in same if _residual(audit, label) == _residual(audit, last.label)]
    truth = f"the truth is {voice.math(last.truth.latex)}" if last.truth else "it is not true"
    told = f"{runs(same or [last.label], order, voice)} {'are' if len(same) > 1 else 'is'}"
    if last.residual is None:
        return [f"{voice.label(last.label)} is false{f'; {truth}' if last.truth else ''}."]
    if len(plain(last.residual.latex)) > LONG:
        return []
    why = f" what {voice.labels(last.explained_by)} alone gives," if last.explained_by else ""
    return [f"{told}{why} {off_by(last, voice)}; {truth}."]


def _about(finding: Finding) -> str:
    return finding.truth.latex if finding.truth else ""


def _residual(audit: Audit, label: str) -> str:
    found = next(f for f in audit.findings if f.label == label)
    return found.residual.latex if found.residual else ""


def _laws(audit: Audit, voice: Voice) -> list[str]:
    order = [f.label for f in audit.findings]
    sentences = []
    for law in audit.laws:
        for claimed in dict.fromkeys(value for _, value in law.broken):
            labels = [label for label, value in law.broken if value == claimed]
            subject = voice.math(law.latex)
            sentences.append(
                f"{subject} is {law.value}, while {runs(labels, order, voice)} as printed give {claimed}."
            )
    return sentences


def counterexample(found: Counterexample) -> str:
    """`n = 1, x = (0), i = j = 1: claimed 2, correct 1`; of numbers alone, what is claimed and correct."""
    where = point(found)
    return f"{f'{where}: ' if where else ''}claimed {found.right}, correct {found.left}"


def point(found: Counterexample) -> str:
    """Where a counterexample is: `n = 1, x = (0), i = j = 1`."""
    parts = [f"{name} = {value}" for name, value in found.sizes]
    parts += [f"{plain(name)} = {_shown(value)}" for name, value in found.values]
    grouped: dict[int, list[str]] = {}
    for name, place in found.places:
        grouped.setdefault(place, []).append(name)
    parts += [f"{' = '.join(names)} = {place}" for place, names in grouped.items()]
    return ", ".join(parts)


def _shown(value: object) -> str:
    return f"({', '.join(map(_shown, value))})" if isinstance(value, tuple) else str(value)


def lint_text(lint: Lint) -> str:
    return f"{plain(lint.message)} ({plain(lint.fix)})"
