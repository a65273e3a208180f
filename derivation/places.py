"""Where documents stand: a path, or the name of one that comes with the package, and its reading file.

Reads nothing, and imports nothing that is heavy.
"""

from __future__ import annotations

from pathlib import Path

PAPERS = Path(__file__).resolve().parent / "papers"
EQUATIONS = "equations.md"


def bundled() -> tuple[str, ...]:
    """The names of the derivations that come with the package."""
    return tuple(sorted(entry.name for entry in PAPERS.iterdir() if (entry / EQUATIONS).is_file()))


def document_at(name: str | Path) -> Path | None:
    """The file of a path that is there, else that of a bundled derivation's name."""
    path = Path(name)
    if path.exists():
        return path
    return PAPERS / name / EQUATIONS if str(name) in bundled() else None


def readings_beside(document: Path) -> tuple[Path, ...]:
    """Where a document's reading file may stand; the first that is there is taken."""
    return document.with_suffix(".toml"), document.with_name("reading.toml")
