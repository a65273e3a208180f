r"""What the dialects of Markdown write in ways of their own, as plain Markdown; every place is kept.

    ```{math} … ```   :::{math} … :::         $$ … $$          MyST
    ```{example} … ```                        :::{example}     MyST: a fence with text in it
    {math}`x`                                 $x$              MyST
    text $$x$$ text                           text  $x$  text  kramdown, which has no `$x$`
    from \[0, 1) on                           from  [0, 1) on  a bracket, escaped

Takes a source; gives one whose text has the same length, and the labels of `{math}` blocks, by
where their bodies begin. Which displays there are is left to `displays`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from derivation.front.displays import Display
from derivation.late import regex
from derivation.records import replace
from derivation.text.source import Source, Span

TEXTS: Final = frozenset(
    (
        *(
            "admonition",
            "attention",
            "aside",
            "caution",
            "danger",
            "dropdown",
            "epigraph",
            "error",
            "hint",
            "important",
        ),
        *("card", "margin", "note", "seealso", "sidebar", "tab-item", "tip", "topic", "warning"),
        *(
            "algorithm",
            "assumption",
            "axiom",
            "conjecture",
            "corollary",
            "criterion",
            "definition",
            "example",
            "lemma",
        ),
        *("observation", "proof", "property", "proposition", "remark", "theorem"),
        *("exercise", "exercise-start", "exercise-end", "solution", "solution-start", "solution-end"),
    )
)
"""The directives of MyST that hold text, and not code, pictures or tables."""

_FENCE: Final = regex(r"^(?P<before>[ \t>]*)(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>[^\n]*)$", re.M)
_DIRECTIVE: Final = regex(r"\{(?:prf:)?(?P<name>[A-Za-z-]+)\}")
_OPTIONS: Final = regex(
    r"\n(?:[ \t>]*---[ \t]*\n(?:[ \t>]*[\w-]+:[^\n]*\n)*[ \t>]*---[ \t]*(?=\n)"
    r"|(?:[ \t>]*:[\w-]+:[^\n]*(?:\n|\Z))+)"
)
_LABEL: Final = regex(r"^[ \t>]*:?label:[ \t]*(?P<name>\S+)", re.M)
_BLANK: Final = regex(r"\n(?=[ \t]*\n)")
_NO_BREAK: Final = regex(r"[^\n]")
_ROLE: Final = regex(r"\{math\}`(?P<body>[^`\n]+)`")
_BEHIND: Final = regex(
    r"[ \t]*(?:\{#(?P<id>[\w:.-]+)[^{}\n]*\}"
    r"|\((?P<name>[A-Za-z][A-Za-z0-9]*(?:[:_.-][\w:.-]+)?)\))[ \t]*(?=\n|\Z)"
)
"""The label of a display, as Quarto and as MyST have it."""

_PARTED: Final = regex(r"[A-Za-z][:_-]")
_BOOKDOWN: Final = regex(r"\(\\#(?P<id>[\w:.-]+)(?P<name>)\)")
_SINGLE: Final = regex(r"(?<![\\$])\$(?!\$)[^$\n]+\$(?!\$)")
_DOUBLE: Final = regex(r"(?<![\\$])\$\$(?P<body>[^$\n]+)\$\$(?!\$)")
_BRACKET: Final = regex(
    r"(?<!\\)\\\[(?P<body>(?:[^\\\n]|\\[^\[\]]|\n(?![ \t]*\n))*)(?P<close>\\\])?", re.DOTALL
)
_RELATES: Final = regex(
    r"[=<>]|\\(?:[lg]eq?|neq?|approx|equiv|sim|to|iff|implies|Rightarrow|propto)(?![A-Za-z])"
)
_SET_OFF: Final = regex(
    r"\$\$[^$\n]*\$\$|<[^<>\n]*>|\{#[^{}\n]*\}|\(\w{1,5}\)|\\(?:tag|label|begin|end)\{[^{}\n]*\}|`[^`\n]*`"
)
"""What may stand on the line of a display and is no word: others, its label, and tags of HTML."""

_NEAR: Final = 400
"""How far words are looked for."""

_LETTER: Final = regex(r"[^\W\d_]")


class _Edit(NamedTuple):
    """What stands in the place of a stretch of a text: as long as that."""

    span: Span
    text: str


def plain(source: Source) -> tuple[Source, Mapping[int, str]]:
    """A source in plain Markdown, and the labels that `{math}` blocks have, by where their bodies begin."""
    source, labels = _without_directives(source)
    text = source.text
    source = _edited(source, [_as_inline(match) for match in _ROLE.finditer(text)])
    if is_kramdown(source.text):
        inline = (match for match in _DOUBLE.finditer(source.text) if any(_words(match)))
        source = _edited(source, [_as_inline(match) for match in inline])
    escaped = (match for match in _BRACKET.finditer(source.text) if _is_escaped(match))
    return _edited(source, [edit for match in escaped for edit in _unescaped(match)]), labels


def is_kramdown(text: str) -> bool:
    """Whether `$$x$$` within a line is inline: there is one between words, and never a `$x$`."""
    return not _SINGLE.search(text) and any(all(_words(match)) for match in _DOUBLE.finditer(text))


def _words(match: re.Match[str]) -> tuple[bool, bool]:
    """Whether there are words on the line of a match, before and behind it."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()].rpartition("\n")[2]
    behind = match.string[match.end() : match.end() + _NEAR].partition("\n")[0]
    heading = before.lstrip(" \t>").startswith("#")
    return _has_words(before) and not heading, _has_words(behind)


def _has_words(text: str) -> bool:
    plain = _SET_OFF.sub("", text)
    return "|" in plain or _LETTER.search(plain) is not None


def _as_inline(match: re.Match[str]) -> _Edit:
    formula = f"${match['body'].strip()}$"
    return _Edit(Span(*match.span()), formula.rjust(len(match[0])))


def _is_escaped(match: re.Match[str]) -> bool:
    """Whether `\\[` within a line opens nothing: nothing closes it, or what it holds claims nothing."""
    first, line_end, _ = match["body"].partition("\n")
    if match["close"] is None:
        return bool(first.strip()) and bool(line_end or any(_words(match)))
    return not line_end and any(_words(match)) and not _RELATES.search(first)


def _unescaped(match: re.Match[str]) -> Iterator[_Edit]:
    start, end = match.span()
    yield _Edit(Span(start, start + 2), " [")
    if match["close"] is not None:
        yield _Edit(Span(end - 2, end), "] ")


def _edited(source: Source, edits: list[_Edit]) -> Source:
    """A source with stretches of its text replaced; it still knows its file."""
    parts: list[str] = []
    end = 0
    for (start, stop), text in edits:
        parts += [source.text[end:start], text]
        end = stop
    if not edits:
        return source
    return replace(source, text="".join((*parts, source.text[end:])), printed=source.file)


def named(
    source: Source, displays: Sequence[Display], labels: Mapping[int, str]
) -> tuple[Source, Mapping[int, str]]:
    """A source without the labels behind its displays, `$$ … $$ {#eq-x}`, `(eq:x)` or `(\\#eq:x)` within, and
    these with those that are known, by where the bodies begin."""
    found = dict(labels)
    edits: list[_Edit] = []
    for display in displays:
        label = _BEHIND.match(source.text, display.end) or _BOOKDOWN.search(source.text, *display.body)
        if label and (label.re is _BOOKDOWN or _is_label(label, source.text)):
            found[display.start] = label["id"] or label["name"]
            edits.append(_Edit(Span(*label.span()), " " * len(label[0])))
    return _edited(source, edits), found


def _is_label(label: re.Match[str], text: str) -> bool:
    """Whether `(x)` behind a display is its label, by its form or a reference to it, and no remark."""
    name = label["name"]
    return not name or bool(_PARTED.search(name)) or f"{{eq}}`{name}`" in text


# Directives


class _Opened(NamedTuple):
    """A fence that is open, and its directive: "" for one that holds neither text nor mathematics."""

    fence: re.Match[str]
    name: str

    def is_closed_by(self, fence: re.Match[str]) -> bool:
        mark = self.fence["mark"]
        return not fence["info"].strip() and fence["mark"].startswith(mark)


def _without_directives(source: Source) -> tuple[Source, Mapping[int, str]]:
    """`{math}` blocks as `$$`, and other fences with text in them as `:::`."""
    edits: list[_Edit] = []
    labels: dict[int, str] = {}
    opened: list[_Opened] = []
    for fence in _FENCE.finditer(source.text) if "{" in source.text else ():
        if opened and opened[-1].is_closed_by(fence):
            edits += _closing(opened.pop(), fence, labels)
        elif _opens(fence) and (not opened or opened[-1].name in TEXTS):
            opened.append(_Opened(fence, _name(fence["info"])))
            edits += _opening(opened[-1])
    return _edited(source, edits), labels


def _opens(fence: re.Match[str]) -> bool:
    mark, info = fence["mark"], fence["info"]
    return bool(_name(info)) if mark[0] == ":" else mark[0] == "~" or "`" not in info


def _name(info: str) -> str:
    """The directive of a fence that holds mathematics or text; "" of any other fence."""
    directive = _DIRECTIVE.match(info)
    return directive["name"] if directive and directive["name"] in TEXTS | {"math"} else ""


def _options(fence: re.Match[str]) -> Span:
    """The lines right after an opening fence that say how it is shown."""
    found = _OPTIONS.match(fence.string, fence.end())
    return Span(fence.end(), found.end() if found else fence.end())


def _opening(opened: _Opened) -> Iterator[_Edit]:
    """What stands for the opening of a fence with text in it."""
    fence, options = opened.fence, _options(opened.fence)
    if opened.name in TEXTS:
        yield _Edit(Span(*fence.span("mark")), ":" * len(fence["mark"]))
        yield _Edit(options, _NO_BREAK.sub(" ", fence.string[slice(*options)]))


def _closing(opened: _Opened, fence: re.Match[str], labels: dict[int, str]) -> Iterator[_Edit]:
    """What stands for the closing of a fence; for `{math}` for all of it. Adds its label."""
    mark = Span(*fence.span("mark"))
    if opened.name in TEXTS:
        yield _Edit(mark, ":" * len(fence["mark"]))
    if opened.name != "math":
        return
    text, options = fence.string, _options(opened.fence)
    start = opened.fence.start("mark")
    argument = start + text[start : opened.fence.end()].index("}") + 1
    if label := _LABEL.search(text, *options):
        labels[start + 2] = label["name"]
    yield _Edit(Span(start, argument), "$$".ljust(argument - start))
    yield _Edit(options, " " * (options.end - options.start))
    yield from (_Edit(Span(*blank.span()), " ") for blank in _BLANK.finditer(text, options.end, mark.start))
    yield _Edit(mark, "$$".ljust(len(fence["mark"])))
