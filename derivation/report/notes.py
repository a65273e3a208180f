"""What an erratum says of a document and of its lines: sentences with mathematics in them.

Takes an audit of the document and one of its correction; gives `Note`s for the
formats to set. No sentence opens with a word such as "where" or "let" before
mathematics: an erratum is a document, too, and is read as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derivation.audit.amend import needs_correction
from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import OPEN, Audit
from derivation.reading.statements import Statement
from derivation.records import dataclass
from derivation.report.prose import Math, Piece, Prose, unaligned, with_math
from derivation.report.words import Voice, distance, runs
from derivation.terms.judgement import Counterexample
from derivation.text.differences import differences

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
JUDGED = frozenset({Verdict.RIGHT, Verdict.DEFINITION, Verdict.GIVEN})
VOICE = Voice(label="({})".format)


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a statement: a heading, `(5.2), corrected`, sentences, and what was `printed`."""

    heading: str
    text: Prose
    printed: str = ""


def note(finding: Finding, after: Finding | None, audit: Audit) -> Note | None:
    """The note on a statement, `None` where it just stands; `after` is it in the corrected document."""
    name = f"({finding.label})"
    if needs_correction(finding) and not _is_read(finding):
        return Note(f"{name}, no correction known", (*_sentence(_unread(finding)), *_judged(after)))
    if finding.false and finding.correction is None:
        told = (*_reason(finding, audit), " No correction was found; the line stands as printed.")
        return Note(f"{name}, no correction known", told)
    if needs_correction(finding):
        told = (*_correction(finding, audit), *_needs(after), *_judged(after))
        return Note(f"{name}, corrected", told, unaligned(finding.statement.latex))
    if finding.verdict is Verdict.REPAIRED:
        return Note(f"{name}, kept", (*_reason(finding, audit), *_needs(after), *_judged(after)))
    if finding.verdict not in JUDGED:
        return Note(f"{name}, not judged", _sentence(with_math(finding.reason or "it is open")))
    if _judged(after):
        return Note(f"{name}, kept", _judged(after))
    needs = _needs(after)
    return Note(name, needs) if needs else None


def _is_read(finding: Finding) -> bool:
    return isinstance(finding.statement, Statement)


def _unread(finding: Finding) -> Prose:
    return with_math(finding.reason or "it has no meaning as printed")


def _correction(finding: Finding, audit: Audit) -> Iterator[Piece]:
    yield from _reason(finding, audit)
    yield from _edits(finding)
    if finding.true_if is not None:
        yield from (" It would stand as printed if ", Math(finding.true_if), ".")


def _edits(finding: Finding) -> Iterator[Piece]:
    """` Edit: put j for i, drop the term + 1/j.`; nothing where the whole side is another."""
    if not finding.false or finding.correction is None or not isinstance(finding.statement, Statement):
        return
    changes = differences(finding.statement.member.node, finding.correction.node).changes
    if not any(change.words for change in changes):
        return
    for place, change in enumerate(changes):
        yield ", " if place else " Edit: "
        yield from (Math(text) if is_latex else text for text, is_latex in change.parts())
    yield "."


def _reason(finding: Finding, audit: Audit) -> Iterator[Piece]:
    """One sentence: what enters, what is inherited, and how far off the print is."""
    if finding.verdict is Verdict.ILL_FORMED:
        yield from ("It has no meaning as printed: ", *with_math(_unmended(finding)), ".")
        if not finding.false:
            return
        yield " "
    match finding.own_verdict:
        case Verdict.WRONG:
            yield _entering(finding, audit)
        case Verdict.INHERITED:
            yield _inheriting(finding, audit)
        case Verdict.REPAIRED:
            yield _repaired(finding, audit)
            return
        case _:
            yield "It is not true"
    yield from _off(finding)


def _unmended(finding: Finding) -> str:
    return (finding.reason or "").rstrip(".")


def _entering(finding: Finding, audit: Audit) -> str:
    before = audit.before(finding)
    text = (
        "An error enters"
        if before is None
        else f"An error enters, as it does not follow from ({before.label})"
    )
    explained = finding.explained_by or ()
    undone = [label for label in (before.explained_by or () if before else ()) if label not in explained]
    if explained and undone:
        return f"{text}: it undoes {VOICE.labels(undone)} and is what {VOICE.labels(explained)} alone gives"
    return f"{text}: it is what {VOICE.labels(explained)} alone gives" if explained else text


def _inheriting(finding: Finding, audit: Audit) -> str:
    before = audit.before(finding)
    cause = finding.granted or finding.explained_by
    if cause:
        return f"It follows, and inherits the error of {VOICE.labels(cause)}"
    return f"It follows from ({before.label}), which is false" if before else "It inherits an earlier error"


def _repaired(finding: Finding, audit: Audit) -> str:
    before = audit.before(finding)
    name = f"({before.label})" if before else "the line before"
    return f"True as printed, though it did not follow from {name}, which was false; it follows now."


def _off(finding: Finding) -> Iterator[Piece]:
    found = finding.counterexample
    if finding.residual is not None:
        told, latex = distance(finding.residual)
        yield from (f"; as printed it is {told} ", Math(latex))
    yield "."
    if found is not None:
        yield from (" ", *_counterexample(found))


def _counterexample(found: Counterexample) -> Iterator[Piece]:
    """`At n = 1, x = (0), i = j = 1 the print gives 2, the truth is 1.`"""
    places: dict[int, list[str]] = {}
    for name, place in found.places:
        places.setdefault(place, []).append(name)
    parts: list[Prose] = [(Math(f"{name} = {value}"),) for name, value in found.sizes]
    parts += [(Math(name), f" = {_value(value)}") for name, value in found.values]
    parts += [(Math(f"{' = '.join(names)} = {place}"),) for place, names in places.items()]
    for place, part in enumerate(parts):
        yield from (", " if place else "At ", *part)
    yield f"{' the' if parts else 'The'} print gives {found.right}, the truth is {found.left}."


def _value(value: object) -> str:
    return f"({', '.join(map(_value, value))})" if isinstance(value, tuple) else str(value)


def _needs(after: Finding | None) -> Prose:
    """The conditions of a line of the corrected document."""
    if after is None or not after.conditions:
        return ()
    pieces: list[Piece] = [" Needs "]
    for place, condition in enumerate(after.conditions):
        pieces += [", "] if place else []
        pieces.append(Math(condition.replace("≠", "\\neq")))
    return (*pieces, ".")


def _judged(after: Finding | None) -> Prose:
    """What has to be said where a line of the corrected document is not right."""
    if after is None or {after.verdict, after.own_verdict} <= JUDGED:
        return ()
    why = with_math(after.reason) if after.reason else ()
    told = f" In the corrected derivation this line is {after.verdict}, not right"
    return (told, *((": ", *why) if why else ()), ".")


def _sentence(text: Prose) -> Prose:
    first = text[0] if text else ""
    opened = (first[:1].upper() + first[1:], *text[1:]) if isinstance(first, str) else text
    last = opened[-1]
    return opened if isinstance(last, str) and last.endswith(".") else (*opened, ".")


# The document


def opening(audit: Audit, after: Audit | None) -> Iterator[Prose]:
    """What is said before the equations, a paragraph at a time."""
    yield tuple(_summary(audit))
    if after is not None:
        yield (_checked(after),)


def _summary(audit: Audit) -> Iterator[Piece]:
    findings = audit.findings
    order = [f.label for f in findings]
    entering = [f.label for f in audit.entering()]
    inherited = [f.label for f in findings if f.own_verdict is Verdict.INHERITED]
    formless = [f.label for f in findings if f.verdict is Verdict.ILL_FORMED]
    open_ones = [f.label for f in findings if f.verdict in OPEN]
    if entering:
        count = NUMBERS[len(entering)] if len(entering) < len(NUMBERS) else str(len(entering))
        verb = "error enters" if len(entering) == 1 else "errors enter"
        yield f"{count} {verb}, in {runs(entering, order, VOICE)}."
    if inherited:
        verb = _verb(inherited, "inherits", "inherit")
        yield f" {runs(inherited, order, VOICE)} only {verb} what is wrong."
    if formless:
        yield f" {runs(formless, order, VOICE)} {_verb(formless, 'has', 'have')} no meaning as printed."
    if open_ones:
        yield f" {runs(open_ones, order, VOICE)} {_verb(open_ones, 'was', 'were')} not judged."
    yield " Every other line stands as printed."
    dotted = next((f for f in (*entering, *inherited, *formless) if f not in _tags(audit)), None)
    if dotted is not None:
        tag, _, part = dotted.rpartition(".")
        yield f" ({dotted}) is statement {part} of ({tag})."


def _tags(audit: Audit) -> frozenset[str]:
    return frozenset(equation.tag for equation in audit.derivation.document.equations)


def _checked(after: Audit) -> str:
    findings = after.findings
    order = [f.label for f in findings]
    bad = [f.label for f in findings if not {f.verdict, f.own_verdict} <= JUDGED | OPEN]
    right = [f for f in after.claims() if f.verdict is Verdict.RIGHT]
    told = "Checked again as it stands below: "
    if bad:
        return f"{told}{runs(bad, order, VOICE)} {_verb(bad, 'is', 'are')} still not right."
    if len(right) == 1:
        return f"{told}its one claim that was judged is proved."
    judged = " that were judged" if any(f.verdict in OPEN for f in findings) else ""
    return f"{told}all {len(right)} claims{judged} are proved."


def _verb(labels: Sequence[str], one: str, several: str) -> str:
    return one if len(labels) == 1 else several
