"""A document, judged and printed in a process of its own, and what became of it.

Processes are forked from this one, which has imported everything and judged nothing,
so that no document finds what another has left behind.
"""

from __future__ import annotations

import math
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import derivation
import derivation.report.page
import derivation.report.terminal

MEMORY = 6 << 30
WAIT = 10
"""Seconds on the clock for each that the process may compute, on a machine that has other work."""
DONE = "done"
REFUSED = "refused"
KILLED = "killed"
_KILLS = (-signal.SIGKILL, -signal.SIGXCPU)


@dataclass(frozen=True, slots=True)
class Ended:
    """`end` is `done`, `refused`, `killed` at the limit, or what it died of. Seconds are the processor's."""

    end: str
    read: float
    judged: float
    shown: float
    statement: str
    """The one that was being judged when the process ended, or else the slowest."""
    slowest: float
    megabytes: int = 0
    verdicts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    """Why a line is undecided or unread."""

    @property
    def seconds(self) -> float:
        return self.read + self.judged + self.shown


def judged(text: str, limit: float) -> Ended:
    """Starts the process, waits for it, and kills it when the limit is over."""
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_judge, args=(text, limit, there))
    process.start()
    there.close()
    last: str | Ended = "reading"
    deadline = time.monotonic() + WAIT * limit
    try:
        while not isinstance(last, Ended) and here.poll(max(0, deadline - time.monotonic())):
            last = here.recv()
    except EOFError:
        pass
    finally:
        if not isinstance(last, Ended) and process.exitcode is None and time.monotonic() > deadline:
            process.kill()
        process.join()
    if isinstance(last, Ended):
        return last
    code = process.exitcode
    return Ended(KILLED if code in _KILLS else f"exit status {code}", 0, limit, 0, last, limit)


def _judge(text: str, limit: float, there: Connection) -> None:
    """In the process: sends the label of each statement when it comes to it, and the end."""
    start = time.process_time()
    seconds = math.ceil(limit + start)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    time.monotonic = time.process_time  # other work on the machine must not cost a line its verdict
    try:
        there.send(_ended(text, there.send))
    except (derivation.DocumentError, derivation.ReadError) as error:
        there.send(Ended(REFUSED, time.process_time() - start, 0, 0, str(error), 0))
    except Exception as error:
        there.send(Ended(f"{type(error).__name__}: {error}"[:120], 0, time.process_time() - start, 0, "", 0))


def _ended(text: str, tell: Callable[[Any], None]) -> Ended:
    clock = time.process_time
    marks: list[tuple[str, float]] = []

    def note(label: str, done: int, total: int) -> None:
        marks.append((label, clock()))
        tell(label)

    start = clock()
    document = derivation.loads(text)
    read = clock()
    report = derivation.check(document, note)
    judged = clock()
    tell("printing")
    each = ((end - begin, label) for (label, begin), (_, end) in pairwise([*marks, ("", judged)]))
    slowest, statement = max(each, default=(0.0, ""))
    str(report)
    report.as_html()
    if statement:
        str(report[statement].explain())
    shown = clock()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    verdicts = {result.label: result.verdict for result in report}
    reasons = {result.label: result.finding.reason[:200] for result in report if result.finding.reason}
    times = (read - start, judged - read, shown - judged)
    return Ended(DONE, *times, statement, slowest, megabytes, verdicts, reasons)
