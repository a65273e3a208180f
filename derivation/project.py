"""What a project says in `[tool.derivation]` of its pyproject.toml: its documents, and its baseline.

[tool.derivation]
documents = ["docs/*.md", "paper.tex"]
baseline = "verdicts.toml"

Of what a pattern finds, only files with display equations are documents; a path without a
pattern is one in any case.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from derivation.batch import is_document, without_parts
from derivation.front.files import FileError, read_text, told
from derivation.reading.toml import TomlError, parse_toml
from derivation.records import dataclass

KEYS = ("documents", "baseline")
WILD = "*?["
"""What makes a path a pattern."""


class ProjectError(Exception):
    """What is wrong with a pyproject.toml, in one line with its path."""


@dataclass(frozen=True, slots=True)
class Project:
    """Patterns of documents and the baseline's path, both from `root`. What a pattern finds is no document
    by itself where it is a part of another one."""

    root: Path
    documents: tuple[str, ...] = ()
    baseline: Path | None = None

    def paths(self) -> list[Path]:
        """The documents; raises `ProjectError` where a pattern finds none."""
        found: dict[Path, None] = {}
        named: set[Path] = set()
        for pattern in self.documents:
            matching = sorted(self._matching(pattern))
            if not matching:
                raise ProjectError(f"{self.root / 'pyproject.toml'}: documents: nothing matches {pattern!r}")
            if any(sign in pattern for sign in WILD):
                matching = [path for path in matching if is_document(path)]
            else:
                named |= set(matching)
            found |= dict.fromkeys(matching)
        alone = named.union(without_parts(list(found)))
        return [path for path in found if path in alone]

    def _matching(self, pattern: str) -> Iterable[Path]:
        try:
            return [path for path in self.root.glob(pattern) if path.is_file()]
        except (OSError, ValueError, NotImplementedError) as error:
            where = f"{self.root / 'pyproject.toml'}: documents: {pattern!r}"
            raise ProjectError(f"{where} is no pattern of files below it: {told(error)}") from None


def project(folder: Path) -> Project:
    """What the pyproject.toml of a folder says, or of the nearest one above; raises `ProjectError`."""
    place = Path(os.path.realpath(folder))
    for root in (place, *place.parents):
        path = root / "pyproject.toml"
        if path.is_file():
            return _project(path)
    return Project(folder)


def _project(path: Path) -> Project:
    table = _table(path)
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise ProjectError(f"{path}: [tool.derivation] has no {unknown[0]!r}; it has {' and '.join(KEYS)}")
    documents, baseline = table.get("documents", []), table.get("baseline")
    if not isinstance(documents, list) or not all(isinstance(part, str) for part in documents):
        raise ProjectError(f"{path}: [tool.derivation] documents must be a list of patterns")
    if baseline is not None and not isinstance(baseline, str):
        raise ProjectError(f"{path}: [tool.derivation] baseline must be a path")
    return Project(path.parent, tuple(documents), None if baseline is None else path.parent / baseline)


def _table(path: Path) -> dict[str, Any]:
    """`[tool.derivation]` of a pyproject.toml; empty where there is none."""
    try:
        table: Any = parse_toml(read_text(path))
    except FileError as error:
        raise ProjectError(str(error)) from None
    except TomlError as error:
        raise ProjectError(f"{path}: {error}") from None
    for name in ("tool", "derivation"):
        table = table.get(name, {})
        if not isinstance(table, dict):
            raise ProjectError(f"{path}: {name} must be a table, as in [tool.derivation]")
    return dict(table)
