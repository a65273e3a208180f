"""What a judgement may cost, and what is raised when it costs more.

All heavy work of the calculus is done in its own loops, and each of them pays
here. A single step is bounded by the size limits, so that a deadline is kept
without killing anything: also in a notebook, in a thread, on every platform.
Seconds are those that the thread computes, so that verdicts do not depend on
what else the machine does.

The size limits are the same everywhere. The clock and the depth of the stack are
not: what ran into one of those is *met*, and `limits_met` tells who asks, so that
nothing which another run might find otherwise is taken for a lasting result.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from derivation.records import dataclass

MAX_TERMS = 20_000
MAX_INTEGER_BITS = 20_000
MAX_EXPONENT = 512


class Unsupported(Exception):
    """The calculus has no sound rule for this; the message says for what."""


class Exhausted(Unsupported):
    """A budget ran out; the message says which."""


class Costly(Exhausted):
    """One value takes too many steps, or digits; that at another point may not."""


FAILURES = (Unsupported, ArithmeticError, ValueError, RecursionError)
"""What work on terms may raise that ends it, and is no fault of the program."""


_MET: ContextVar[list[str] | None] = ContextVar("limits that were met", default=None)


@contextmanager
def limits_met() -> Iterator[list[str]]:
    """What ran out of time or of stack within the block, as it is met; blocks around it meet it, too."""
    met: list[str] = []
    token = _MET.set(met)
    try:
        yield met
    finally:
        _MET.reset(token)
        for what in met:
            meet(what)


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
class _Clock:
    """When the work at hand must end, what is said then, and the steps since the last look."""

    deadline: float
    message: str
    pending: int = 0


_CLOCK: ContextVar[_Clock | None] = ContextVar("the clock of the work at hand", default=None)
STEPS_A_LOOK = 256


@contextmanager
def time_limit(seconds: float, message: str = "") -> Iterator[None]:
    """What is done within the block may take so many seconds, and never longer than blocks around it may.

    `spend` raises `Exhausted`, with the message, when they are over.
    """
    outer = _CLOCK.get()
    clock = _Clock(time.thread_time() + seconds, message or f"not decided within {seconds:g} s")
    if outer is not None:
        clock.pending = outer.pending
        if outer.deadline <= clock.deadline:
            clock.deadline, clock.message = outer.deadline, outer.message
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)
        if outer is not None:
            outer.pending = clock.pending


def time_limit_if_none(seconds: float) -> AbstractContextManager[None]:
    """A limit of its own for work that nobody has given one."""
    return nullcontext() if _CLOCK.get() is not None else time_limit(seconds)


@contextmanager
def share(part: float) -> Iterator[None]:
    """What is done within the block may take a part of the time that is left."""
    clock = _CLOCK.get()
    if clock is None:
        yield
        return
    with time_limit(max(0.0, part * (clock.deadline - time.thread_time())), clock.message):
        yield


def time_left() -> float:
    """The seconds that are left to the work at hand."""
    clock = _CLOCK.get()
    return math.inf if clock is None else clock.deadline - time.thread_time()


def spend(steps: int) -> None:
    """Pays for some steps of work; raises `Exhausted` when the time is over."""
    clock = _CLOCK.get()
    if clock is None:
        return
    clock.pending += steps
    if clock.pending < STEPS_A_LOOK:
        return
    clock.pending = 0
    if time.thread_time() > clock.deadline:
        meet(clock.message)
        raise Exhausted(clock.message)


def check_terms(count: int) -> None:
    if count > MAX_TERMS:
        raise Exhausted(f"a normal form of more than {MAX_TERMS} terms")


def check_bits(bits: float) -> None:
    if bits > MAX_INTEGER_BITS:
        raise Costly(f"a number of more than {MAX_INTEGER_BITS} bits")
