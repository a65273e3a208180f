"""Text of a document made fit to be shown: it is seen as it is, and is no command to what shows it.

Terminals act on control characters, and turn text around at marks for Arabic and Hebrew; the log of
a CI system acts on lines such as `::error::` and on `##vso[…]`. Documents are written by others.
Takes text, gives text.
"""

from __future__ import annotations

import re
from typing import Final

from derivation.late import regex

UNSEEN: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060\u2065-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Control and format characters, and others that show nothing, as a class of a regular expression.

Newlines and tabs are none, nor are the signs of mathematics from U+2061 on, such as invisible times.
"""

_UNSEEN: Final = regex(f"[{UNSEEN}]")
_PICTURES: Final = 0x2400
"""Where Unicode has a picture for each control character."""

_LINE: Final = regex(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_ANYWHERE: Final = regex(r"(##\w*)\[")


def visible(text: str) -> str:
    """Text with a sign for what would not be seen: `␛` for an escape, `⟨U+202E⟩` for what turns text."""
    return _UNSEEN.sub(lambda match: _sign(ord(match[0])), text)


def _sign(code: int) -> str:
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def harmless(text: str) -> str:
    """Visible text, of which no line is a command to a workflow: a space parts `::` and `##[`.

    What is added to a text changes nothing before it.
    """
    return _ANYWHERE.sub(r"\1 [", _LINE.sub(r"\1: ", visible(text)))


def harmless_markup(text: str) -> str:
    """The same for HTML and XML, where readers see no space: a sign is written by its number."""
    return _ANYWHERE.sub(r"\1&#91;", _LINE.sub(r"\1&#58;", visible(text)))


def harmless_json(text: str) -> str:
    """The same for JSON, and nothing is lost: what is not seen is escaped within its texts."""
    return _ANYWHERE.sub(r"\1\\u005b", _UNSEEN.sub(lambda match: _escaped(match[0]), text))


def _escaped(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[k]:02x}{units[k + 1]:02x}" for k in range(0, len(units), 2))
