"""pytest collects derivations: a test an equation, whose failure is what the report says of it.

What is collected: documents that `[tool.derivation]` of pyproject.toml names, and
those with a reading file beside them (`NAME.md` with `NAME.toml`, `equations.md` with
`reading.toml`) that says more than a title, or is broken, which is an error. With a
baseline, an equation fails where its verdicts are not as on file (those of a document
that is not on file are new), and the baseline itself is collected where a document is
on file that is not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from derivation import baseline as on_file
from derivation.audit.findings import Verdict
from derivation.baseline import BaselineError
from derivation.batch import is_document, outcome_of
from derivation.checking import Report, check, load
from derivation.commands.common import narrowed
from derivation.front.document import FORMATS, DocumentError, read_document
from derivation.front.files import FileError, read_text
from derivation.project import Project, ProjectError, project
from derivation.reading.declared import TOP, ReadingError
from derivation.reading.toml import TomlError, parse_toml
from derivation.text.source import ReadError
from derivation.text.visible import harmless, visible

if TYPE_CHECKING:
    from derivation.report.lines import Line

PROJECT = pytest.StashKey[Project]()
DOCUMENTS = pytest.StashKey[frozenset[str]]()
BASELINE = pytest.StashKey[on_file.Baseline]()
COMMON = frozenset({"title", "source", "base", "names"})
"""Keys of reading files that those of other programs may have, too."""
NEAR = 0.8
"""How alike a key and one of ours are, where it is that one misspelt: `siezs`, and not `baseURL`."""
TROUBLE = (DocumentError, ReadingError, ReadError, BaselineError)


def pytest_configure(config: pytest.Config) -> None:
    try:
        found = project(config.rootpath)
        documents = frozenset(map(os.path.realpath, found.paths()))
        recorded = on_file.read(found.baseline) if found.baseline is not None else {}
    except (ProjectError, BaselineError) as error:
        raise pytest.UsageError(harmless(str(error))) from None
    config.stash[PROJECT], config.stash[DOCUMENTS], config.stash[BASELINE] = found, documents, recorded


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    baseline = parent.config.stash[PROJECT].baseline
    if baseline is not None and os.path.realpath(file_path) == os.path.realpath(baseline):
        return BaselineFile.from_parent(parent, path=file_path)
    if file_path.suffix.lower() not in FORMATS:
        return None
    if os.path.realpath(file_path) in parent.config.stash[DOCUMENTS] or _has_reading(file_path):
        return DerivationFile.from_parent(parent, path=file_path, **_shown_names(file_path, parent))
    return None


def _shown_names(path: Path, parent: pytest.Collector) -> dict[str, Any]:
    """How the log is to call a file whose name does not stand there as it is; nothing for any other."""
    node = Path(os.path.relpath(path, parent.config.rootpath)).as_posix()
    return {} if _on_a_line(node) == node else {"name": _on_a_line(path.name), "nodeid": _on_a_line(node)}


def _on_a_line(name: str) -> str:
    """A name as it is seen, on one line."""
    return visible(name).replace("\n", "␊")


def _has_reading(path: Path) -> bool:
    """Whether a reading file is beside a document: a TOML file with keys of ours alone, misspelt or not.

    `hugo.toml` has a title, too; what other programs may say is no sign of a reading file. One that
    cannot be read is taken for ours, beside what has display equations.
    """
    beside = path.with_suffix(".toml")
    if path.stem == "equations" and not beside.is_file():
        beside = path.with_name("reading.toml")
    try:
        table = parse_toml(read_text(beside))
    except (FileError, TomlError):
        return beside.is_file() and is_document(path)
    meant = {key: get_close_matches(key, TOP, 1, NEAR) for key in table}
    keys = {near for found in meant.values() for near in found}
    return all(meant.values()) and (not keys <= COMMON or isinstance(table.get("base"), int))


class DerivationFile(pytest.File):
    """A document. It is judged when the first of its equations is run, once a process."""

    report: Report | None = None

    def collect(self) -> Iterator[pytest.Item]:
        try:
            document = read_document(self.path)
        except TROUBLE as error:
            raise self.CollectError(harmless(str(error))) from None
        stem = self.path.parent.name if self.path.stem == "equations" else self.path.stem
        for equation in document.equations:
            yield Equation.from_parent(self, name=_on_a_line(f"{stem}-{equation.tag}"), equation=equation.tag)
        if self._recorded():
            yield Vanished.from_parent(self, name=_on_a_line(f"{stem}-vanished"))

    def judged(self) -> Report:
        if self.report is None:
            self.report = check(load(self.path), cache=True)
        return self.report

    def changes(self, lines: Iterable[Line], equation: str | None) -> list[str]:
        """What is not as recorded of some lines; with an equation, what is recorded of others is left out."""
        labels = {line.label for line in lines}
        recorded = {
            label: entry
            for label, entry in self._recorded().items()
            if equation is None or label in labels or label == equation or label.startswith(f"{equation}.")
        }
        return list(on_file.changed(self.path.name, recorded, on_file.statements(lines)))

    def _recorded(self) -> dict[str, on_file.Recorded]:
        path = self.config.stash[PROJECT].baseline
        if path is None:
            return {}
        return dict(self.config.stash[BASELINE].get(on_file.name_of(str(self.path), path), {}))

    @property
    def has_baseline(self) -> bool:
        return self.config.stash[PROJECT].baseline is not None


class _Told(Exception):
    """What a failed equation says."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, (_Told, *TROUBLE)):
            return harmless(str(excinfo.value))
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return Path(_on_a_line(str(self.path))), None, self.name


class Equation(_Item):
    """All statements of an equation."""

    parent: DerivationFile

    def __init__(self, *, equation: str, **given: Any) -> None:
        super().__init__(**given)
        self.equation = equation

    def runtest(self) -> None:
        report = narrowed(self.parent.judged(), self.equation)
        lines = outcome_of(report, str(self.path), None).lines
        if self.parent.has_baseline:
            told = self.parent.changes(lines, self.equation)
            if told:
                raise _Told("\n".join([*told, "", str(report)]))
            return
        wrong = [line.message for line in lines if line.level in ("error", "warning")]
        if wrong:
            raise _Told("\n".join([*wrong, "", str(report)]))
        undecided = [line.message for line in lines if line.rule == Verdict.UNDECIDED.value]
        if undecided:
            pytest.xfail(harmless("; ".join(undecided)))


class BaselineFile(pytest.File):
    """The verdicts on file: a failing test for each document that is gone."""

    def collect(self) -> Iterator[pytest.Item]:
        gone = on_file.missing(self.config.stash[BASELINE], (), None, self.path)
        for name, told in gone.items():
            yield Gone.from_parent(self, name=_on_a_line(name), told=told)


class Vanished(_Item):
    """Whether all that is on file of a document is still there."""

    parent: DerivationFile

    def runtest(self) -> None:
        lines = outcome_of(self.parent.judged(), str(self.path), None).lines
        told = [change for change in self.parent.changes(lines, None) if change.endswith("is gone")]
        if told:
            raise _Told("\n".join(told))


class Gone(_Item):
    """A document that is on file, and is not there."""

    def __init__(self, *, told: str, **given: Any) -> None:
        super().__init__(**given)
        self.told = told

    def runtest(self) -> None:
        raise _Told(self.told)
