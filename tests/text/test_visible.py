"""What is shown of a document is seen, and is no command to what shows it."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivation.text.visible import harmless, harmless_json, harmless_markup, visible

KEPT = frozenset(
    "\t\n\u0890\u0891\u08e2\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\U000110bd\U000110cd"
) | frozenset("\u2061\u2062\u2063\u2064")
"""Those of the categories below that are seen, and the signs of mathematics that part what is."""

COMMAND = re.compile(r"\A\s*::|##\w*\[")
"""What GitHub's runner and others look for in a line, which ends with CR or LF for them."""


def lines(text: str) -> list[str]:
    return re.split(r"[\r\n]", text)


def test_no_control_and_no_format_character_is_left() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in KEPT:
            shown = visible(sign)
            assert shown != sign, hex(code)
            assert shown.isprintable(), hex(code)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("a\rb\x7f", "a␍b␡"),
        ("\u202eabc\u2066", "⟨U+202E⟩abc⟨U+2066⟩"),
        ("\ud800\ufeff", "⟨U+D800⟩⟨U+FEFF⟩"),
        ("Ångström, αβγ, 数学\n\t✓ ❤\ufe0f", "Ångström, αβγ, 数学\n\t✓ ❤\ufe0f"),
    ],
)
def test_a_sign_stands_for_what_is_not_seen(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("a\n \t::add-mask::x", "a\n \t: :add-mask::x"),
        ("a\r::x::", "a␍::x::"),
        ("\u3000::x::", "\u3000: :x::"),
        ("a ##[group]b", "a ## [group]b"),
        ("##vso[task.setvariable]x", "##vso [task.setvariable]x"),
        ("###teamcity[x", "###teamcity [x"),
        ("a::b := c ## d [e]", "a::b := c ## d [e]"),
    ],
)
def test_no_line_is_a_command(text: str, shown: str) -> None:
    assert harmless(text) == shown


hostile = st.text(st.sampled_from(':#[]\n\r\t \x1b\x85\u2028\u202eax\\"<'), max_size=40)


@given(hostile)
def test_no_line_of_any_text_is_a_command(text: str) -> None:
    assert not any(map(COMMAND.search, lines(harmless(text))))
    assert harmless(harmless(text)) == harmless(text)


@given(hostile, hostile)
def test_what_is_added_changes_nothing_before_it(text: str, more: str) -> None:
    assert harmless(text + more).startswith(harmless(text))


@given(hostile)
def test_json_says_the_very_same(text: str) -> None:
    found = harmless_json(json.dumps({text: [text]}, ensure_ascii=False, indent=1))
    assert json.loads(found) == {text: [text]}
    assert visible(found) == found
    assert not any(map(COMMAND.search, lines(found)))


@given(hostile)
def test_readers_of_xml_see_what_there_is(text: str) -> None:
    element = ElementTree.Element("a", b=text)
    element.text = text
    found = harmless_markup(ElementTree.tostring(element, encoding="unicode"))
    assert not any(map(COMMAND.search, lines(found)))
    assert ElementTree.fromstring(found).text in (visible(text), visible(text) or None)
