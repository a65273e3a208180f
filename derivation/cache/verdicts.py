"""Verdicts kept from one run to the next: what was judged once is not judged again.

A document is kept as a whole, under a hash of all that its verdicts depend on:
the derivation as it was read (text, reading file, what was inferred, every
definition and statement, down to the spans) and the engine (`engine.py`). Not a
statement by itself: a statement is judged in the light of the wrong claims
before it that may be granted, of the right ones that carry those onward, and of
the equations posed before it; later lines change what is said of earlier ones.
A key of one statement that is sound holds nearly all of its document. To judge a
document takes well under a second for most, so that a changed one is judged
anew, and no rule about what depends on what can ever be wrong.

What is kept is what any run would find. Where something ran into the clock or
the stack, another run may find more, and nothing is kept. Nor is anything that
would not come back as it is, field for field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from derivation.audit.result import Audit
from derivation.cache.codec import Misfit
from derivation.cache.engine import engine
from derivation.cache.findings import packed, unpacked
from derivation.cache.folder import Folder, usual
from derivation.cache.identity import NoIdentity, identity
from derivation.reading.statements import Derivation
from derivation.terms.limits import limits_met, meet


def remembered(derivation: Derivation, judge: Callable[[], Audit]) -> Audit:
    """The audit that is kept of a derivation, or a new one, which is kept then."""
    folder = usual()
    key = key_of(derivation) if folder is not None else None
    if folder is None or key is None:
        return judge()
    found = _kept(folder, key, derivation)
    if found is not None:
        return found
    with limits_met() as met:
        audit = judge()
    for limit in met:
        meet(limit)
    if not met and key_of(derivation) == key:
        _keep(folder, key, audit)
    return audit


def key_of(derivation: Derivation) -> str | None:
    """The key of a derivation's verdicts; `None` where it or the engine is not known through and through."""
    judges = engine()
    if judges is None:
        return None
    try:
        return hashlib.sha256(judges.encode() + identity(derivation)).hexdigest()
    except (NoIdentity, ValueError, RecursionError):
        return None


def _kept(folder: Folder, key: str, derivation: Derivation) -> Audit | None:
    try:
        return unpacked(folder.read(key), derivation)
    except (Misfit, TypeError, ValueError, RecursionError):
        return None


def _keep(folder: Folder, key: str, audit: Audit) -> None:
    try:
        folder.write(key, packed(audit))
    except (Misfit, ValueError, RecursionError):
        return
