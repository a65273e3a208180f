"""What a project says in `[tool.derivation]` of its pyproject.toml: its documents, and its baseline.

[tool.derivation]
documents = ["docs/*.md", "paper.tex"]
baseline = "verdicts.toml"

Of what a pattern finds, only files with display equations are documents; a path without a
pattern is one in any case.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from derivation.batch import is_document

KEYS = ("documents", "baseline")
WILD = "*?["
"""What makes a path a pattern."""


class ProjectError(Exception):
    """What is wrong with a pyproject.toml, in one line with its path."""


@dataclass(frozen=True, slots=True)
class Project:
    """Patterns of documents and the baseline's path, both from `root`."""

    root: Path
    documents: tuple[str, ...] = ()
    baseline: Path | None = None

    def paths(self) -> list[Path]:
        """The documents; raises `ProjectError` where a pattern finds none."""
        found: dict[Path, None] = {}
        for pattern in self.documents:
            matching = sorted(path for path in self.root.glob(pattern) if path.is_file())
            if not matching:
                raise ProjectError(f"{self.root / 'pyproject.toml'}: documents: nothing matches {pattern!r}")
            if any(sign in pattern for sign in WILD):
                matching = [path for path in matching if is_document(path)]
            found |= dict.fromkeys(matching)
        return list(found)


def project(folder: Path) -> Project:
    """What the pyproject.toml of a folder says, or of the nearest one above; raises `ProjectError`."""
    for root in (folder.resolve(), *folder.resolve().parents):
        path = root / "pyproject.toml"
        if path.is_file():
            return _project(path)
    return Project(folder)


def _project(path: Path) -> Project:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("derivation", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(f"{path}: {error}") from None
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise ProjectError(f"{path}: [tool.derivation] has no {unknown[0]!r}; it has {' and '.join(KEYS)}")
    documents, baseline = table.get("documents", []), table.get("baseline")
    if not isinstance(documents, list) or not all(isinstance(part, str) for part in documents):
        raise ProjectError(f"{path}: [tool.derivation] documents must be a list of patterns")
    if baseline is not None and not isinstance(baseline, str):
        raise ProjectError(f"{path}: [tool.derivation] baseline must be a path")
    return Project(path.parent, tuple(documents), None if baseline is None else path.parent / baseline)
