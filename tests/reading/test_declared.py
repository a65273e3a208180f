"""Reading files: what is taken, and what is refused with which words."""

from __future__ import annotations

import pytest

from derivation.reading.declared import ReadingError, parse_reading


def test_everything_is_optional() -> None:
    assert parse_reading("", "r.toml").base is None


def test_tables_become_data() -> None:
    declared = parse_reading(
        'sizes = ["n", "m"]\n[equations.9]\ncase = "i = j"\n[emit]\nname = "f"', "r.toml"
    )
    assert declared.sizes == ("n", "m")
    assert declared.equations["9"].case == "i = j"
    assert declared.emit.name == "f"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel = 'x'", "r.toml: unknown key 'titel'; did you mean 'title'?"),
        ("qqq = 'right'", "r.toml: unknown key 'qqq'; known keys: title, "),
        ("[equations.3]\ncsae = 'i = j'", "r.toml: unknown key 'equations.3.csae'; did you mean 'case'?"),
        ("equations = 3", "r.toml: equations must be a table"),
        ("[equations]\n3 = 'i = j'", "r.toml: equations.3 is a table"),
        ("base = true", "r.toml: base must be a whole number"),
        ("names = [1]", "r.toml: names must be a list of texts"),
        ("[kinds]\nx = 3", "r.toml: kinds must be a table of texts"),
        (
            "[kinds]\nx = 'vektor'",
            "r.toml: kinds: x: unknown kind 'vektor'; did you mean 'vector'? known kinds: size, index, ",
        ),
        ("[kinds]\nx = 'zzz'", "r.toml: kinds: x: unknown kind 'zzz'; known kinds: size, index, number, "),
        (
            "[kinds]\nx = 'number over n'",
            "r.toml: kinds: x: 'number over n'; what runs over a range is index, array, vector, matrix",
        ),
        ("[kinds]\nx = 'vector over n, m'", "r.toml: kinds: x: 'vector over n, m'; vector goes with 1 range"),
        ("[kinds]\nA = 'matrix over n'", "r.toml: kinds: A: 'matrix over n'; matrix goes with 2 ranges"),
        (
            "sizes = ['n']\n[kinds]\nn = 'number'",
            "r.toml: kinds: n is declared as number, and stands in sizes, too; leave out one of the two",
        ),
        (
            "one_hot = ['t']\n[kinds]\nt = 'function'",
            "r.toml: kinds: t is declared as function, and stands in one_hot, too; leave out one of the two",
        ),
        (
            '[kinds]\n"\\beta" = "number"',
            "r.toml: kinds holds a control character; write LaTeX in single quotes",
        ),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        parse_reading(text, "r.toml")
    assert str(refused.value).startswith(message)
