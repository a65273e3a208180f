r"""Refuses a reading file that does not fit its document: slips of the pen, and what the text contradicts.

Takes what is declared, and the equations and rows of the document; raises `ReadingError`, which says what
was found and what the document has instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from derivation.front.document import Document
from derivation.reading.declared import Declared, ReadingError
from derivation.reading.heads import symbols
from derivation.reading.kinds import DeclaredKinds
from derivation.reading.misuse import refuse_misuse
from derivation.reading.sightings import PlacedRow
from derivation.text.syntax import SAMPLE, Row


def check_tags(declared: Declared, document: Document) -> None:
    """Refuses what is declared of equations that are not there, or continue none before them."""
    known = [equation.tag for equation in document.equations]
    for tag, entry in declared.equations.items():
        for named in (tag, entry.continues):
            if named and named not in known:
                where = f"{declared.path}: equation {named} is not in {document.source.name}"
                raise ReadingError(f"{where}, which has {', '.join(known)}")
        if entry.continues and known.index(entry.continues) >= known.index(tag):
            message = f"equation {tag} can't continue {entry.continues}, which does not stand before it"
            raise ReadingError(f"{declared.path}: {message}")


def check_kinds(
    kinds: DeclaredKinds,
    declared: Declared,
    rows: Iterable[PlacedRow],
    told: Iterable[str],
    document: Document,
) -> None:
    """Refuses kinds that the document contradicts; `told` are letters whose ranges its text tells."""
    if not kinds.kinds:
        return
    source = document.source
    lines = [(source.where(placed.line), placed.row) for placed in rows]
    running = frozenset((*declared.ranges, *told)) | kinds.indices
    refuse_misuse(kinds, declared, lines, running, source.name)


def check_names(declared: Declared, rows: Iterable[Row], document: Document) -> None:
    """Refuses what is declared of names that the document does not have: a slip of the pen."""
    found = {s.name for row in rows for member in row.members for s in symbols(member)}
    found |= {name.removesuffix(SAMPLE) for name in found}
    names_by_key = {
        "positive": declared.positive,
        "one_hot": declared.one_hot,
        "ranges": tuple(declared.ranges),
        "vectors": tuple(declared.vectors.values()),
    }
    for key, names in names_by_key.items():
        for name in names:
            if name not in found and name.removesuffix("^2") not in found:
                close = get_close_matches(name, found, n=1, cutoff=0.5)
                hint = f"; did you mean {close[0]!r}?" if close else ""
                message = f"{name!r} does not occur in {document.source.name}{hint}"
                raise ReadingError(f"{declared.path}: {key}: {message}")
