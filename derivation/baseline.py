"""Verdicts on file: a document whose errors are known stays in CI, and any change of a verdict is told.

    [documents."paper.md"]
    "1" = ["definition", 'y = x^2']
    "2" = ["wrong", '\\frac{\\partial y}{\\partial x} = 3 x']

A statement is known by its label; its LaTeX tells an edited line from one that is judged otherwise.
Documents are named by their paths from the baseline's folder. What is on file of a document
that was asked for, by its name or with a folder, and was not judged, is told, too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from reprlib import repr as shortened

from derivation.batch import Outcome, is_empty
from derivation.front.files import FileError, read_text, write_whole
from derivation.places import bundled
from derivation.reading.toml import TomlError, parse_toml
from derivation.records import dataclass
from derivation.report.lines import VERDICTS, Line

HEADER = (
    "# Verdicts of `derivation check`, written by --update-baseline: any change of them fails the check.\n"
)
MAX_MEGABYTES = 16


class BaselineError(Exception):
    """What is wrong with a baseline file, in one line with its path."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A statement as it was when the baseline was written."""

    verdict: str
    latex: str


Baseline = Mapping[str, Mapping[str, Recorded]]
"""Statements by their labels, by the documents' names."""


def read(path: Path) -> Baseline:
    """The baseline in a file; raises `BaselineError`."""
    if not os.path.lexists(path):
        raise BaselineError(f"{path}: there is no baseline; --update-baseline writes one")
    try:
        found = parse_toml(read_text(path, megabytes=MAX_MEGABYTES))
    except FileError as error:
        raise BaselineError(str(error)) from None
    except TomlError as error:
        raise BaselineError(f"{path}: {error}") from None
    documents = found.pop("documents", {})
    if found or not isinstance(documents, dict):
        raise BaselineError(f"{path}: no baseline; it holds a table [documents] alone")
    return {name: _statements(path, name, entries) for name, entries in documents.items()}


def _statements(path: Path, name: str, entries: object) -> Mapping[str, Recorded]:
    if not isinstance(entries, dict):
        raise BaselineError(f"{path}: documents.{name!r} must be a table of statements")
    found: dict[str, Recorded] = {}
    for label, entry in entries.items():
        match entry:
            case [str(verdict), str(latex)] if verdict in VERDICTS:
                found[label] = Recorded(verdict, latex)
            case _:
                wanted = f"must be a verdict and LaTeX, not {shortened(entry)}"
                raise BaselineError(f"{path}: {name} ({label}) {wanted}")
    return found


def name_of(document: str, baseline: Path) -> str:
    """A document's name in a baseline: its path from there; a bundled derivation's own name."""
    if not Path(document).exists():
        return document
    return Path(os.path.relpath(_placed(document), _home(baseline))).as_posix()


def _placed(document: str | Path) -> Path:
    """Where a document or a folder is, by whatever links it is reached; a document may itself be a link."""
    path = Path(os.path.abspath(document))
    return Path(os.path.realpath(path)) if path.is_dir() else Path(os.path.realpath(path.parent), path.name)


def _home(baseline: Path) -> Path:
    """The folder that a baseline's names count from; of a link, where the file is that it leads to."""
    return Path(os.path.realpath(baseline)).parent


def statements(lines: Iterable[Line]) -> dict[str, Line]:
    """The statements among lines, by their labels."""
    return {line.label: line for line in lines if line.rule in VERDICTS}


def changes(recorded: Baseline, outcomes: Sequence[Outcome], path: Path) -> list[str]:
    """What is not as recorded, a sentence each: verdicts, statements that are new, edited or gone.

    A document that cannot be read is a change where it is on file.
    """
    told: list[str] = []
    for outcome in outcomes:
        name = name_of(outcome.path, path)
        if not outcome.error:
            told += changed(outcome.path, recorded.get(name, {}), statements(outcome.lines))
        elif name in recorded:
            told.append(f"{outcome.path}: is on file, and could not be read")
    return told


def missing(
    recorded: Baseline, outcomes: Sequence[Outcome], asked: Iterable[str] | None, path: Path
) -> dict[str, str]:
    """Documents on file that were asked for and are gone, or have no equations now: a sentence on each.

    `asked` are documents and folders; `None` is the project.
    """
    judged = {name_of(outcome.path, path) for outcome in outcomes}
    targets = [_placed(target) for target in asked or ()]
    told: dict[str, str] = {}
    for name in recorded:
        place = _placed(_home(path) / name)
        there = place.is_file()
        left = not is_empty(place) if there else name in bundled()
        among = asked is None or any(_reaches(target, place) for target in targets)
        if among and not left and name not in judged:
            why = "has no display equations now" if there else "is gone"
            told[name] = f"{os.path.relpath(place)}: is on file, and {why}"
    return told


def _reaches(target: Path, place: Path) -> bool:
    """Whether a document is another one or lies below a folder; in hidden folders nothing is looked for."""
    below = place.is_relative_to(target)
    return below and not any(part.startswith(".") for part in place.relative_to(target).parts)


def changed(document: str, old: Mapping[str, Recorded], new: Mapping[str, Line]) -> Iterable[str]:
    """What is not as recorded in one document."""
    for label in dict.fromkeys((*new, *old)):
        was, now = old.get(label), new.get(label)
        if was is None and now is not None:
            yield f"{document}: ({label}) is new, and {now.rule}"
        elif was is not None and now is None:
            yield f"{document}: ({label}) was {was.verdict}, and is gone"
        elif was is not None and now is not None and was.verdict != now.rule:
            edited = "" if was.latex == now.latex else ", and was edited"
            yield f"{document}: ({label}) was {was.verdict}, and is {now.rule} now{edited}"
        elif was is not None and now is not None and was.latex != now.latex:
            yield f"{document}: ({label}) was edited; it is {now.rule} as before"


def states(recorded: Baseline, outcomes: Sequence[Outcome], path: Path) -> dict[str, str]:
    """What SARIF calls the state of each statement against the baseline."""
    found: dict[str, str] = {}
    for outcome in outcomes:
        known = recorded.get(name_of(outcome.path, path), {})
        for label, line in statements(outcome.lines).items():
            same = known.get(label) == Recorded(line.rule, line.latex)
            found[line.key] = "unchanged" if same else "updated" if label in known else "new"
    return found


def write(path: Path, outcomes: Sequence[Outcome], keep: Baseline) -> None:
    """Writes the verdicts of documents, and what there is to keep of others."""
    found = {
        name_of(o.path, path): {
            label: Recorded(line.rule, line.latex) for label, line in statements(o.lines).items()
        }
        for o in outcomes
    }
    text = HEADER
    for name, entries in sorted({**keep, **found}.items()):
        text += f"\n[documents.{_text(name)}]\n"
        text += "".join(
            f"{_text(label)} = [{_text(r.verdict)}, {_text(r.latex)}]\n" for label, r in entries.items()
        )
    try:
        write_whole(path, text.encode("utf-8"))
    except UnicodeEncodeError:
        raise BaselineError(f"{path}: the name of a document is no UTF-8 text; rename it") from None
    except FileError as error:
        raise BaselineError(str(error)) from None


def _text(value: str) -> str:
    """A text in TOML: in single quotes where that is possible, for LaTeX is full of backslashes."""
    if "\\" in value and "'" not in value and all(c.isprintable() for c in value):
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(map(_sign, escaped))}"'


def _sign(sign: str) -> str:
    """A sign in TOML. Half a character has no form there, and makes a file that can't be written."""
    code = ord(sign)
    if sign.isprintable() or 0xD800 <= code <= 0xDFFF:
        return sign
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
