r"""Macros that a document uses and another file of its project defines.

Takes a document's path and text; gives what other files define, as LaTeX, and the file that each
comes from: files that are `\input` or `\usepackage`d, those of the main file that inputs it, through others
or not, and the `macros` of a site's settings. Looks from the document's folder up to the root of its
repository, and nowhere else; for a file outside of a repository, in its own folder, and for a main file that
names it by its path from there in two folders above. Reads no file that is large, and not many.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from derivation.front.files import MAX_LEVELS, FileError, project_folders, read_text
from derivation.late import regex
from derivation.seen import note

MAX_FILES: Final = 40
MAX_SIZE: Final = 400_000
MAX_ABOVE: Final = 2
"""In how many folders above that of a document, outside of a repository, its main file may be."""

_SETTINGS: Final = ("_config.yml", "myst.yml", "_quarto.yml", "conf.py")
_INPUT: Final = regex(
    r"\\(?:input|include|subfile|usepackage|RequirePackage)\s*(?:\[[^\]]*\])?\{([^{}\s]+)\}"
)
_COMMENT: Final = regex(r"(?<!\\)%[^\n]*")
_TEX_NAME: Final = regex(r"[\"']([\w./-]+\.(?:tex|sty))[\"']")
_DEFINES: Final = regex(r"\\(?:re|provide)?newcommand|\\DeclareMathOperator|\\def\\|\\providecommand")
_KEY: Final = regex(r"^(?P<indent>\s*)[\"']?(?:[Mm]acros|math)[\"']?\s*[:=]\s*\{?\s*$", re.MULTILINE)
_ENTRY: Final = regex(
    r"^\s*[\"']?\\{0,2}(?P<name>[A-Za-z]+)[\"']?\s*:\s*\[?\s*"
    r"(?P<raw>r?)(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)')\s*(?:,\s*(?P<arity>[0-9]))?"
)


class Borrowed(NamedTuple):
    """Definitions, and the file that they stand in."""

    name: str
    latex: str


def borrowed(path: Path, text: str, latex: bool) -> tuple[Borrowed, ...]:
    """What other files define, those first whose definitions hold over those of others."""
    with suppress(OSError):
        folders = project_folders(path.resolve().parent)
        found = _of_latex(path.resolve(), text, folders) if latex else _of_settings(folders)
        return tuple(found)[:MAX_FILES]
    return ()


def _read(path: Path, folders: list[Path]) -> str:
    """The text of a file within the last of some folders; "" for any other."""
    note(path)
    with suppress(OSError, FileError):
        own = Path(os.path.realpath(path))
        if own.is_relative_to(folders[-1]) and own.is_file() and own.stat().st_size <= MAX_SIZE:
            return read_text(own)
    return ""


def _of_latex(path: Path, text: str, folders: list[Path]) -> Iterator[Borrowed]:
    yield from _inputs(text, path.parent, folders, set())
    if "\\documentclass" in text:
        return
    alone = folders == [path.parent] and not (path.parent / ".git").exists()
    for folder in (*folders, *path.parent.parents[: MAX_ABOVE if alone else 0]):
        within = folders if folder in folders else [folder]
        note(folder / "*.tex")
        for main in sorted(folder.glob("*.tex"))[:MAX_FILES]:
            whole = _COMMENT.sub("", _read(main, within)) if main != path else ""
            if "\\documentclass" in whole and (
                _reaches(whole, folder, path, within) or (within is folders and _mentions(whole, path))
            ):
                preamble = whole.split("\\begin{document}")[0]
                yield from _inputs(preamble, folder, within, set())
                yield Borrowed(main.name, preamble)
                return


def _mentions(text: str, path: Path) -> bool:
    """Whether a text inputs a file of the same name, wherever that is."""
    return any(Path(name).stem == path.stem for name in _INPUT.findall(text))


def _reaches(text: str, folder: Path, path: Path, within: list[Path]) -> bool:
    """Whether a text of a folder inputs a file, or a file that does; looks at names before it reads."""
    texts, seen = [text], 0
    for _ in range(MAX_LEVELS):
        names = [name for text in texts for name in _INPUT.findall(text)]
        if any(folder / name == path or folder / f"{name}.tex" == path for name in names):
            return True
        names, seen = names[: MAX_FILES - seen], seen + len(names)
        paths = (folder / f"{name.removesuffix('.tex')}.tex" for name in names)
        texts = [_COMMENT.sub("", _read(own, within)) for own in paths]
    return False


def _inputs(
    text: str, folder: Path, folders: list[Path], opened: set[Path], depth: int = 0
) -> Iterator[Borrowed]:
    """The files that a text inputs and that define commands, the last of them first, each once."""
    for names in reversed(_INPUT.findall(_COMMENT.sub("", text))):
        for name in names.split(","):
            for place in (folder / name, folder / f"{name}.tex", folder / f"{name}.sty"):
                if place in opened:
                    break
                if inner := _read(place, folders):
                    if depth < MAX_LEVELS:
                        opened.add(place)
                        yield from _inputs(inner, folder, folders, opened, depth + 1)
                    if _DEFINES.search(inner):
                        yield Borrowed(place.name, inner)
                    break


def _of_settings(folders: list[Path]) -> Iterator[Borrowed]:
    for folder in folders:
        note(folder / "_includes" / "*.html")
        pages = sorted((folder / "_includes").glob("*.html"))[:MAX_FILES]
        for path in (*(folder / name for name in _SETTINGS), *pages):
            text = _read(path, folders)
            if entries := tuple(_entries(text)):
                yield Borrowed(path.name, "\n".join(entries))
            for name in _TEX_NAME.findall(text) if path.name == "conf.py" else ():
                if _DEFINES.search(inner := _read(folder / name, folders)):
                    yield Borrowed(name, inner)


def _entries(text: str) -> Iterator[str]:
    """The entries of `macros:` as definitions."""
    for key in _KEY.finditer(text):
        indent = len(key["indent"].lstrip("\n"))
        for line in text[key.end() :].splitlines():
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            if entry := _ENTRY.match(line):
                yield _definition(entry)


def _definition(entry: re.Match[str]) -> str:
    body = entry["single"]
    if body is None:
        body = entry["double"] if entry["raw"] else entry["double"].replace("\\\\", "\\")
    elif not entry["raw"] and "\\\\" in body:
        body = body.replace("\\\\", "\\")
    slots = [int(number) for number in re.findall(r"#([1-9])", body)]
    arity = int(entry["arity"] or 0) or max(slots, default=0)
    return f"\\newcommand{{\\{entry['name']}}}[{arity}]{{{body}}}"


def sources(found: Iterable[Borrowed], used: Iterable[str]) -> str:
    """In words, from which files the commands that a document uses come; "" where none does."""
    own = set(used)
    told = [
        f"{item.name}: {', '.join(names)}"
        for item in found
        if (names := sorted(name for name in own if re.search(re.escape(name) + r"(?![A-Za-z])", item.latex)))
    ]
    return f"macros of other files are used ({'; '.join(told)})" if told else ""
