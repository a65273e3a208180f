"""The findings and laws of an audit as JSON, and back onto the statements of the same document.

A finding is kept without its statement: that is read anew from the document,
and the finding says which one it is of. Every other field is kept as it is
declared; a field that has no form in JSON makes an audit that is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivation.audit.findings import Finding
from derivation.audit.laws import Law
from derivation.audit.result import Audit
from derivation.cache.codec import Json, Misfit, declared, decode, encode
from derivation.reading.statements import Derivation, Statement, Unread

Place = tuple[str, int]
"""Where a derivation holds what a finding is of: its kind, and its number among those."""


def packed(audit: Audit) -> Json:
    """An audit as JSON; raises `Misfit` for what would not come back as it is."""
    places = {id(statement): place for place, statement in _places(audit.derivation)}
    found = [_packed(finding, places) for finding in audit.findings]
    whole: Json = [found, encode(tuple[Law, ...], audit.laws)]
    again = unpacked(whole, audit.derivation)
    if [_packed(finding, places) for finding in again.findings] != found or again != audit:
        raise Misfit("an audit that does not come back as it is")
    return whole


def unpacked(whole: Json, derivation: Derivation) -> Audit:
    """The audit of a derivation that JSON stands for; raises `Misfit`."""
    if not isinstance(whole, list) or len(whole) != 2 or not isinstance(whole[0], list):
        raise Misfit("findings and laws are wanted")
    places = dict(_places(derivation))
    findings = tuple(_unpacked(found, places) for found in whole[0])
    return Audit(derivation, findings, decode(tuple[Law, ...], whole[1]))


def _places(derivation: Derivation) -> Iterator[tuple[Place, Statement | Unread]]:
    """All that a finding can be of, each with its place."""
    for number, statement in enumerate(derivation.statements):
        yield ("statement", number), statement
    for number, unread in enumerate(derivation.unread):
        yield ("unread", number), unread


def _packed(finding: Finding, places: dict[int, Place]) -> Json:
    place = places.get(id(finding.statement))
    if place is None:
        raise Misfit(f"({finding.label}) is no statement of the document")
    hints = _kept()
    return [[*place], *(encode(hint, getattr(finding, name)) for name, hint in hints.items())]


def _unpacked(found: Json, places: dict[Place, Statement | Unread]) -> Finding:
    hints = _kept()
    if not isinstance(found, list) or len(found) != 1 + len(hints):
        raise Misfit(f"a finding has {len(hints)} fields beside its statement")
    place = decode(tuple[str, int], found[0])
    if place not in places:
        raise Misfit(f"there is no {place[0]} {place[1]}")
    values = {name: decode(hint, part) for (name, hint), part in zip(hints.items(), found[1:], strict=True)}
    return Finding(places[place], **values)


def _kept() -> dict[str, object]:
    """The fields of a finding, with their types, but its statement."""
    return {name: hint for name, hint in declared(Finding).items() if name != "statement"}
