"""What a judgement may cost, and what is raised when it costs more.

All heavy work of the calculus is done in its own loops, and each of them pays
here. A single step is bounded by the size limits, so that a deadline is kept
without killing anything: also in a notebook, in a thread, on every platform.

The size limits are the same everywhere. The clock and the depth of the stack are
not: what ran into one of those is *met*, and `limits_met` tells who asks, so that
nothing which another run might find otherwise is taken for a lasting result.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MAX_TERMS = 20_000
MAX_INTEGER_BITS = 20_000
MAX_EXPONENT = 512


class Unsupported(Exception):
    """The calculus has no sound rule for this; the message says for what."""


class Exhausted(Unsupported):
    """A budget ran out; the message says which."""


_MET: ContextVar[list[str] | None] = ContextVar("limits that were met", default=None)


@contextmanager
def limits_met() -> Iterator[list[str]]:
    """What ran out of time or of stack within the block, as it is met."""
    met: list[str] = []
    token = _MET.set(met)
    try:
        yield met
    finally:
        _MET.reset(token)


def meet(what: str) -> None:
    """Notes that a limit was met that other runs may not meet."""
    met = _MET.get()
    if met is not None:
        met.append(what)


def meet_depth(error: BaseException) -> None:
    """Notes a `RecursionError`: how deep the stack is depends on who calls."""
    if isinstance(error, RecursionError):
        meet("the depth of the stack")


@dataclass(slots=True)
class Budget:
    """Seconds for one judgement. `spend` raises `Exhausted` when they are over."""

    seconds: float = 5.0
    deadline: float = 0.0
    pending: int = 0

    def start(self) -> None:
        self.deadline = time.monotonic() + self.seconds

    def spend(self, steps: int) -> None:
        self.pending += steps
        if self.pending < 256:
            return
        self.pending = 0
        if self.deadline and time.monotonic() > self.deadline:
            meet(f"{self.seconds:g} s")
            raise Exhausted(f"not decided within {self.seconds:g} s")


def check_terms(count: int) -> None:
    if count > MAX_TERMS:
        raise Exhausted(f"a normal form of more than {MAX_TERMS} terms")


def check_bits(bits: float) -> None:
    if bits > MAX_INTEGER_BITS:
        raise Exhausted(f"a number of more than {MAX_INTEGER_BITS} bits")
