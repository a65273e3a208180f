"""Which line of a derivation inherits what from which, as a graph: nodes and edges, no picture.

Takes an audit; gives the statements that an error enters at or reaches, in the
document's order, and what joins them. `blame_svg` draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import Audit
from derivation.records import dataclass


class Link(StrEnum):
    """Why a line has to do with an earlier one."""

    GRANTED = "granted"
    """It follows when the earlier wrong claim is granted."""
    FOLLOWS = "follows"
    """It follows from the line before it, which is false."""
    EXPLAINED = "explained"
    """It has the value that the earlier slip alone would give."""
    UNDONE = "undone"
    """An error enters in it that takes the earlier one back."""


@dataclass(frozen=True, slots=True)
class BlameNode:
    """A statement in the graph."""

    label: str
    verdict: Verdict
    enters: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` stands after `source`, and has its error from it."""

    source: str
    target: str
    link: Link


@dataclass(frozen=True, slots=True)
class Blame:
    """The graph, in the order of the document; without errors it is empty."""

    nodes: tuple[BlameNode, ...] = ()
    edges: tuple[Edge, ...] = ()

    def into(self, label: str, link: Link) -> tuple[str, ...]:
        """The sources of a node's edges of one kind."""
        return tuple(e.source for e in self.edges if e.target == label and e.link is link)

    def reasons(self, label: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What a node has from which sources: `("follows, granting", ("5.2", "12"))`."""
        for link, told in TOLD.items():
            sources = self.into(label, link)
            if sources:
                yield told, sources


def blame(audit: Audit) -> Blame:
    """The graph of an audit's errors."""
    faulty = {Verdict.WRONG, Verdict.INHERITED}
    found = [f for f in audit.findings if f.own_verdict in faulty]
    labels = {f.label for f in found}
    edges = tuple(e for f in found for e in _edges(f, audit) if e.source in labels)
    nodes = tuple(BlameNode(f.label, f.verdict, f.own_verdict is Verdict.WRONG) for f in found)
    return Blame(nodes, edges)


def _edges(finding: Finding, audit: Audit) -> Iterator[Edge]:
    explained = finding.explained_by or ()
    before = audit.before(finding)
    for label in finding.granted:
        yield Edge(label, finding.label, Link.GRANTED)
    if finding.own_verdict is Verdict.INHERITED and not finding.granted and before is not None:
        yield Edge(before.label, finding.label, Link.FOLLOWS)
    for label in explained:
        if label not in finding.granted:
            yield Edge(label, finding.label, Link.EXPLAINED)
    if finding.own_verdict is Verdict.WRONG and explained and before is not None:
        for label in before.explained_by or ():
            if label not in explained:
                yield Edge(label, finding.label, Link.UNDONE)


TOLD = {
    Link.GRANTED: "follows, granting",
    Link.FOLLOWS: "follows from",
    Link.EXPLAINED: "has the value that comes from",
    Link.UNDONE: "undoes",
}
"""How a list of edges is read, before the labels of their sources."""
