"""Many documents at once, in the order of their names.

Takes paths; gives `Outcome`s. With several jobs each document is judged in a
process of its own; what is printed is the same, and in the same order.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from derivation.audit.judging import SECONDS
from derivation.batch import Look, Outcome, outcome
from derivation.status import Status

Progress = Callable[[str, int, int], None]


def check_all(
    paths: Sequence[str | Path],
    jobs: int = 1,
    look: Look | None = None,
    progress: Progress | None = None,
    cache: bool = False,
    seconds: float = SECONDS,
) -> Iterator[Outcome]:
    """Judges documents; the outcomes come in the order of the paths."""
    look = look or Look()
    total = len(paths)
    if jobs == 1 or total < 2:
        for count, path in enumerate(paths):
            if progress is not None:
                progress(str(path), count, total)
            yield outcome(path, look, cache, seconds)
        return
    pool = ProcessPoolExecutor(min(jobs, total), mp_context=get_context("spawn"), initializer=_end_quietly)
    try:
        with _interrupts_wait():
            waiting = [pool.submit(outcome, path, look, cache, seconds) for path in paths]
        for count, (path, future) in enumerate(zip(paths, waiting, strict=True)):
            if progress is not None:
                progress(str(path), count, total)
            yield _result(path, future)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Processes that start meanwhile do not hear an interrupt before they know what to do then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_quietly() -> None:
    """A process of a pool that is interrupted just ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _result(path: str | Path, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        why = "the process that judged it was ended, for want of memory maybe"
        return Outcome(str(path), Status.UNUSABLE, error=f"{path}: {why}")
