"""What an audit finds of each statement, as data. `report/` shows it, nothing here decides."""

from __future__ import annotations

from enum import StrEnum

from derivation.reading.statements import Statement, Unread
from derivation.records import dataclass
from derivation.terms.context import Fact
from derivation.terms.judgement import Counterexample, Judgement, Proved, Refuted, Undecided
from derivation.terms.terms import Term
from derivation.text.differences import differences
from derivation.text.syntax import Node

WHOLE = "put this for the whole side"


class Verdict(StrEnum):
    """The verdicts of the design; the value is what is printed."""

    DEFINITION = "definition"
    GIVEN = "given"
    RIGHT = "right"
    INHERITED = "inherited"
    REPAIRED = "repaired"
    WRONG = "wrong"
    ILL_FORMED = "ill-formed"
    UNDECIDED = "undecided"
    UNREAD = "unread"


class Role(StrEnum):
    """What a statement does: it gives a name its value, is given, or says that something follows."""

    DEFINITION = "definition"
    GIVEN = "given"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that a verdict used: as printed, its line, and the label of its statement, "" in prose."""

    latex: str
    line: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The member as `printed`, and with the smallest edit found that makes it true, or a `single` one.

    One that is `partial` may not exist where the print does, and is no way to correct that.
    """

    node: Node
    term: Term
    latex: str
    printed: Node
    single: bool = False
    partial: bool = False

    @property
    def edits(self) -> tuple[str, ...]:
        """What has to be done to the print so that it reads as corrected: `drop the term + 1`."""
        changes = differences(self.printed, self.node).changes
        return tuple(change.told() or WHOLE for change in changes)


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed form: a term in the document's names, its LaTeX, and its sign (1, -1, or 0 for open)."""

    term: Term
    latex: str
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Lint:
    """A remark that needs no algebra: its rule, what it says, a fix, and its place."""

    rule: str
    message: str
    fix: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """All that was found of a statement.

    `verdict` is `ILL_FORMED` where another reading had to be used, and
    `own_verdict` is then the verdict of that reading; elsewhere they are equal.
    `granted` and `explained_by` are labels of earlier wrong claims; the latter
    is `None` where no set of them explains the member. `true_if` is an assumption, in LaTeX,
    that the document does not state and under which the member would be true.
    `role` is what the statement does, `because` says why it is taken so, and `givens` are the facts
    that its verdict used; it `supposes` what words before it say, and holds from there on.
    """

    statement: Statement | Unread
    verdict: Verdict
    own_verdict: Verdict
    follows: Judgement | None = None
    true: Judgement | None = None
    granted: tuple[str, ...] = ()
    explained_by: tuple[str, ...] | None = ()
    residual: Closed | None = None
    truth: Closed | None = None
    counterexample: Counterexample | None = None
    correction: Correction | None = None
    conditions: tuple[str, ...] = ()
    lints: tuple[Lint, ...] = ()
    reason: str | None = None
    true_if: str | None = None
    role: Role = Role.CLAIM
    because: str = ""
    givens: tuple[Given, ...] = ()
    supposes: Fact | None = None

    @property
    def label(self) -> str:
        return self.statement.label

    @property
    def false(self) -> bool:
        """Whether the member was refuted."""
        return isinstance(self.true, Refuted)


def judgement_word(judgement: Judgement | None) -> str | None:
    """`proved`, `refuted`, `undecided`, or `None` where nothing was judged."""
    match judgement:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted"
        case Undecided():
            return "undecided"
        case None:
            return None
