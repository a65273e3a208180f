r"""A LaTeX document of several files as one text: what it inputs stands where it is input.

Takes the text of the main file and its path; gives the text with its parts in place, which lines are
whose, the files, and what was left out, in words. A part is looked for as TeX does it, from the main
file's folder, and beside the file that inputs it; a chapter by itself may also name it from a folder
above. Nothing outside of the repository is read, in a file outside of a repository nothing outside of
its folder. Comments, verbatim text and what stands before `\begin{document}` bring nothing in: what a
preamble inputs defines commands, and is left to `borrowed`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from derivation.front.files import (
    MAX_MEGABYTES,
    MEGABYTE,
    UTF_16,
    FileError,
    decoded,
    project_folders,
    read_bytes,
    told,
)
from derivation.late import regex
from derivation.seen import note
from derivation.text.source import Part

MAX_PARTS: Final = 1_000
MAX_DEPTH: Final = 10
MAX_TOLD: Final = 5
MAX_SHOWN: Final = 60

_OTHERS: Final = frozenset((".tikz", ".pgf", ".pdf_tex", ".pstex_t", ".eps_tex", ".bbl", ".sty", ".cls"))
"""How names of files end that hold pictures, lists of books and commands, and no text."""

_TOKEN: Final = regex(
    r"""%[^\n]*
      | \\begin\s*\{(?P<silent>verbatim\*?|Verbatim\*?|lstlisting|minted|comment|filecontents\*?)\}
      | \\iffalse(?![A-Za-z]).*?(?:\\fi(?![A-Za-z])|\Z)
      | \\verb\*?(?![a-zA-Z])([^\n]).*?(?:\2|$)
      | \\(?P<only>includeonly)\s*\{(?P<those>[^{}]*)\}
      | \\(?P<input>input|include|subfile|subfileinclude)\*?(?![A-Za-z])\s*\{(?P<name>[^{}\n]*)\}
      | \\input\s+(?P<bare>[^\s{}\\%]+)
      | \\(?P<import>import|subimport|inputfrom|includefrom|subincludefrom|subinputfrom)\*?(?![A-Za-z])
        \s*\{(?P<folder>[^{}\n]*)\}\s*\{(?P<file>[^{}\n]*)\}
      | \\(?P<stop>endinput)(?![A-Za-z])
      | \\(?P<edge>begin|end)\s*\{document\}
      | \\.""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_CLASS: Final = regex(r"^[^%\n]*\\documentclass", re.MULTILINE)
_NO_NAME: Final = regex(r"[\\|\0]")
"""What no name of a file has: a command, a pipe."""


class Whole(NamedTuple):
    """The text of a document with its parts in place, and which of its lines are whose; the paths of the
    parts that were read; what is to be said of others."""

    text: str
    parts: tuple[Part, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def whole(path: Path, name: str, text: str) -> Whole:
    """A document with all that it inputs; `name` is what messages call it."""
    return _Reader(path, name, text).whole(text)


class _File(NamedTuple):
    """A file that is read: what messages call it, where it is, and its text."""

    name: str
    path: Path
    text: str


class _Left(Exception):
    """Why a part is left out."""


def _tokens(text: str, place: int = 0) -> Iterator[re.Match[str]]:
    """The commands from a place on; none that stands in a comment or in verbatim text."""
    while (token := _TOKEN.search(text, place)) is not None:
        place = token.end()
        if token["silent"]:
            close = text.find(f"\\end{{{token['silent']}}}", place)
            place = close if close >= 0 else len(text)
        yield token


def _begun(text: str) -> int:
    """Where the body of a document begins."""
    return next((token.end() for token in _tokens(text) if token["edge"] == "begin"), 0)


def _stem(name: str) -> str:
    return name.strip().removesuffix(".tex")


class _Reader:
    """Reads a document from its main file on."""

    def __init__(self, path: Path, name: str, text: str) -> None:
        self.main = _File(name, Path(os.path.realpath(path)), text)
        self.home = path.parent
        folders = project_folders(Path(os.path.realpath(path.parent)))
        self.root = folders[-1]
        self.above = [] if _CLASS.search(text) else folders[1:]
        self.known: dict[Path, _File] = {}
        self.only: frozenset[str] | None = None  # what `\includeonly` names
        self.texts: list[str] = []
        self.line = 1
        self.parts: list[Part] = []
        self.files: dict[str, None] = {}
        self.count = 0
        self.size = len(text)
        self.left: list[str] = []
        self.lost: list[str] = []

    def whole(self, text: str) -> Whole:
        start = _begun(text)
        only = [token["those"] for token in _tokens(text[:start]) if token["only"]]
        self.only = frozenset(map(_stem, ",".join(only).split(","))) if only else None
        self._copy(self.main, 0, start, ())
        parts = tuple(self.parts) if self.files else ()
        return Whole("".join(self.texts), parts, tuple(self.files), self._notes())

    def _copy(self, file: _File, kept: int, start: int, around: tuple[Path, ...]) -> None:
        """Copies a file from a place on; from `start` on, parts come in."""
        text = file.text
        for token in _tokens(text, start):
            if token["stop"]:
                end = text.find("\n", token.end())
                rest = text[token.end() : end + 1 if end >= 0 else None]
                self._put(file, kept, text[kept : token.start()] + " " * len(token[0]) + rest)
                return
            if token["edge"] == "end":
                self._put(file, kept, text[kept : token.start()] if around else text[kept:])
                return
            if (part := self._part(file, token, around)) is not None:
                self._put(file, kept, text[kept : token.start()])
                body = _begun(part.text) if _CLASS.search(part.text) else 0
                self._copy(part, body, body, (*around, file.path))
                kept = token.end()
        self._put(file, kept, text[kept:])

    def _put(self, file: _File, start: int, stretch: str) -> None:
        """Adds a stretch of a file on lines of its own; what is blank of a line at its ends adds none."""
        begin = file.text.rfind("\n", 0, start) + 1
        head, newline, rest = stretch.partition("\n")
        if begin < start and not head.strip():
            start, stretch = start + len(head + newline), rest
            begin = start if newline else begin
        if start + len(stretch) < len(file.text) and not stretch.rpartition("\n")[2].strip():
            stretch = stretch[: stretch.rfind("\n") + 1]
        if not stretch:
            return
        if self.texts and not self.texts[-1].endswith("\n"):
            self.texts.append("\n")
            self.line += 1
        line = file.text.count("\n", 0, start) + 1
        self.parts.append(Part(self.line, file.name, line, file.text[begin:start]))
        self.texts.append(stretch)
        self.line += stretch.count("\n")

    # Which file is meant

    def _part(self, file: _File, token: re.Match[str], around: tuple[Path, ...]) -> _File | None:
        """The file that a command brings in, to be read here."""
        name = next((n for n in token.group("name", "bare", "file") if n is not None), "#")
        if "#" in name:  # of the slot of a macro
            return None
        name = name.strip().strip('"')
        self.count += 1
        try:
            self._check(token, name, around)
            part = self._found(file, token["folder"] or "", name, (*around, file.path))
        except (_Left, FileError, OSError) as why:
            self._leave(file, token, told(why) if isinstance(why, OSError) else str(why))
            return None
        if part is not None:
            self.size += len(part.text)
            self.files[part.name] = None
        return part

    def _leave(self, file: _File, token: re.Match[str], why: str) -> None:
        """Notes why a part is left out, of the first few in full."""
        line = file.text.count("\n", 0, token.start()) + 1 if len(self.left) < MAX_TOLD else 0
        self.left.append(f"{token[0][:MAX_SHOWN]} ({why}; {file.name}:{line})")

    def _check(self, token: re.Match[str], name: str, around: tuple[Path, ...]) -> None:
        if token["input"] == "include" and self.only is not None and _stem(name) not in self.only:
            raise _Left("`\\includeonly` does not name it")
        if not name or _NO_NAME.search(f"{token['folder']}{name}"):
            raise _Left("this is no name of a file")
        if self.count > MAX_PARTS:
            raise _Left(f"there are more than {MAX_PARTS:,} parts")
        if len(around) >= MAX_DEPTH:
            raise _Left(f"it stands in parts within parts, more than {MAX_DEPTH} deep")

    def _found(self, file: _File, folder: str, name: str, around: tuple[Path, ...]) -> _File | None:
        """The file of a name; `None` for one that holds no text of the document."""
        for place in self._places(file, folder, name):
            note(place)
            path = Path(os.path.realpath(place))
            if not path.is_file():
                continue
            if not path.is_relative_to(self.root):
                raise _Left("it is outside of the folder of this document")
            if path in around:
                raise _Left("it inputs itself")
            if path.suffix.lower() in _OTHERS:
                return None
            if self.size + path.stat().st_size > MAX_MEGABYTES * MEGABYTE:
                raise _Left(f"all parts together have more than {MAX_MEGABYTES} MB")
            if path not in self.known:
                self.known[path] = self._read(path, os.path.normpath(place))
            return self.known[path]
        raise _Left("there is no such file")

    def _places(self, file: _File, folder: str, name: str) -> Iterator[str]:
        """Where a part may be, the likeliest place first."""
        homes = (str(self.home), os.path.dirname(file.name), *map(os.path.relpath, self.above))
        for home in dict.fromkeys(homes):
            place = os.path.join(home, folder, name)
            if not name.lower().endswith(".tex"):
                yield f"{place}.tex"
            yield place

    def _read(self, path: Path, name: str) -> _File:
        content = read_bytes(path, name, MAX_MEGABYTES)
        if b"\0" in content and not content.startswith(UTF_16):
            raise _Left("it holds no text")
        text, said = decoded(content)
        if said:
            self.lost.append(f"{name}: {said}")
        return _File(name, path, text.replace("\r\n", "\n").replace("\r", "\n"))

    def _notes(self) -> tuple[str, ...]:
        lost = self.lost[:MAX_TOLD]
        if not self.left:
            return tuple(lost)
        more = len(self.left) - MAX_TOLD
        named = "; ".join(self.left[:MAX_TOLD]) + (f"; and {more:,} more" if more > 0 else "")
        return (*lost, f"left out of this document: {named}")
