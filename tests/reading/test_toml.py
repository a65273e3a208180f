"""TOML within limits: what is too deep or too long is refused in words, and at once."""

from __future__ import annotations

import pytest

from derivation.reading.toml import TomlError, parse_toml

PARTS = ".".join("a" * 90)
DEEP = {
    "lists": f"x = {'[' * 5000}{']' * 5000}",
    "tables": f"x = {'{a = ' * 5000}1{'}' * 5000}",
    "lists that Python's parser still reads": f"x = {'[' * 120}{']' * 120}",
    "parts upon parts": f"{PARTS} = {{ {PARTS} = {{ {PARTS} = 1 }} }}",
}
LONG = {
    "a key": f"{'.'.join('a' * 100_000)} = 1",
    "a heading": f"[{'.'.join('a' * 100_000)}]",
    "quoted parts": ".".join(['"a"'] * 100_000) + " = 1",
    "a key in a table": f"x = {{ {'. '.join('a' * 100_000)} = 1 }}",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_deeply_is_refused(text: str) -> None:
    with pytest.raises(TomlError, match=r"^nested too deeply; the limit is 100 levels$"):
        parse_toml(text)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_key_of_many_parts_is_refused_at_once(text: str) -> None:
    with pytest.raises(TomlError, match=r"^a key has more than 100 parts$"):
        parse_toml(text)


@pytest.mark.parametrize("text", ["x = ", "x = 1\nx = 2", f"x = {'9' * 5000}", "x = 2026-99-99", "\0"])
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(TomlError, match=r"^not valid TOML: "):
        parse_toml(text)


def test_full_stops_within_texts_are_no_parts() -> None:
    text = "... " * 100
    assert parse_toml(f"a.b = '{text}'\nc = \"{text}\"") == {"a": {"b": text}, "c": text}


def test_a_hundred_levels_are_read() -> None:
    assert parse_toml(f"x = {'[' * 98}{']' * 98}")
