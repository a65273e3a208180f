"""Input that was made to break the program: it ends with a status of the table, a word, and no traceback.

Seeded, so that a failure comes again; `HOSTILE_SEED` and `HOSTILE_RUNS` try more.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import derivation
from derivation.cli import main
from derivation.text.visible import visible

SEED = int(os.environ.get("HOSTILE_SEED", "1"))
RUNS = int(os.environ.get("HOSTILE_RUNS", "6"))

PAPERS = Path(derivation.__file__).parent / "papers"
Chance = random.Random
TEXTS = [
    (path.read_text(encoding="utf-8"), beside.read_text(encoding="utf-8") if beside.is_file() else "")
    for path in sorted(PAPERS.glob("*/equations.md"))
    for beside in (path.with_name("reading.toml"),)
]
SIGNS = r"""
\frac \sum_ \prod_{ \partial \left( \right) \tag{ \label{ \text{ \begin{align} \end{align} & \\ ^ _
{ } $ $$ \[ \] = := < > \le \neq + - / * ( ) [ ] | ' ! % # ~ , . ; : :: ##[ ` ``` \ \write18 \newcommand
"""
PIECES = [
    *SIGNS.split(),
    *(
        "\n",
        "\n\n",
        "\r",
        "\t",
        "\0",
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ud7ff",
        "é",
        "数",
        "💥",
        "∑",
        "∂",
    ),
    *(
        "x",
        "i",
        "n",
        "k",
        "e",
        "d",
        "0",
        "1",
        "9" * 30,
        "1e9",
        "0.5",
        "9" * 1100,
        "^{^{^{",
        "{{{{{{",
        "(((((",
    ),
    *(
        "Assume $x > 0$.",
        "Let $t$ be one-hot.",
        "for $i = 1, \\dots, n$",
        "where $q = q$",
        "# T",
        "---",
        "<b>",
    ),
    *("\\def\\a{\\a\\a}\\a", "\\def\\x#1{#1#1}", "\\frac{1}{0}", "x^{10^{9}}", "\\sum_{k=1}^{10^9} k", "0^0"),
]


def _bytes(chance: Chance) -> tuple[str, bytes, bytes]:
    return "a.md", chance.randbytes(chance.randrange(400)), b""


def _display(chance: Chance) -> tuple[str, bytes, bytes]:
    inside = " ".join(chance.choices(PIECES, k=chance.randrange(1, 14)))
    opening, closing = chance.choice(
        [("$$", "$$"), ("\\[", "\\]"), ("\\begin{align}", "\\end{align}"), ("$$", "")]
    )
    suffix = chance.choice([".md", ".tex", ".txt"])
    return f"a{suffix}", f"$$ y = x $$\n{opening} {inside} {closing}\n".encode("utf-8", "replace"), b""


def _mutated(chance: Chance) -> tuple[str, bytes, bytes]:
    text, reading = chance.choice(TEXTS)
    for _ in range(chance.randrange(1, 5)):
        if chance.random() < 0.7:
            text = _edited(text, chance)
        else:
            reading = _edited(reading, chance)
    return "a.md", text.encode("utf-8", "replace"), reading.encode("utf-8", "replace")


def _edited(text: str, chance: Chance) -> str:
    start = chance.randrange(len(text) + 1)
    stop = min(len(text), start + chance.choice([0, 0, 1, 2, 10, 80]))
    return text[:start] + chance.choice([*PIECES, text[start - 30 : start]]) + text[stop:]


def _deep(chance: Chance) -> tuple[str, bytes, bytes]:
    left, right = chance.choice(
        [("{", "}"), ("(", ")"), ("\\frac{1}{", "}"), ("\\sqrt{", "}"), ("e^{", "}"), ("\\left(", "\\right)")]
    )
    depth = chance.choice([30, 64, 65, 200, 2000])
    return "a.md", f"$$ y = {left * depth}x{right * depth} $$".encode(), b""


def _toml(chance: Chance) -> tuple[str, bytes, bytes]:
    key = chance.choice(
        ["title", "sizes", "base", "assume", "equations", "ranges", "prime", "x", "equations.1", "emit"]
    )
    value = chance.choice(
        [
            *(
                "1",
                "[[1]]",
                "{}",
                "nan",
                "2026-01-01",
                "'x'",
                '["\\u0000"]',
                "'''\n'''",
                "-1",
                "true",
                "0x1F",
                "[{a=1}]",
            ),
            *(
                "[" * 3000 + "]" * 3000,
                "{a=" * 400 + "1" + "}" * 400,
                "9" * 5000,
                '"\\ud800"',
                "'\x01'",
                "['$$']",
                "[' ']",
            ),
        ]
    )
    return "a.md", b"$$ y = x_i $$\n", f"{key} = {value}\n".encode()


def _notebook(chance: Chance) -> tuple[str, bytes, bytes]:
    def thing(depth: int) -> object:
        kinds = ["text", "number", "null", "list", "table", "cell", "cell", "huge"][: 8 if depth else 3]
        match chance.choice(kinds):
            case "text":
                return chance.choice(["markdown", "$$ y = x $$", "$$ y = ", "", "\ud800", "cells", "\x1b"])
            case "number":
                return chance.choice([0, -1, 1e308, float("nan"), True])
            case "list":
                return [thing(depth - 1) for _ in range(chance.randrange(3))]
            case "table":
                keys = chance.sample(["cells", "cell_type", "source", "metadata", "", "0"], 2)
                return {key: thing(depth - 1) for key in keys}
            case "cell":
                return {"cell_type": chance.choice(["markdown", thing(0)]), "source": thing(depth - 1)}
            case "huge":
                return 10**400
            case _:
                return None

    cells = [thing(3) for _ in range(chance.randrange(4))]
    whole = chance.choice([{"cells": cells}, {"cells": thing(2)}, thing(3)])
    text = json.dumps(whole)
    return (
        "a.ipynb",
        (text if chance.random() < 0.8 else _edited(text, chance)).encode("utf-8", "replace"),
        b"",
    )


MADE: dict[str, Callable[[Chance], tuple[str, bytes, bytes]]] = {
    "bytes": _bytes,
    "a display of odd pieces": _display,
    "an edited paper": _mutated,
    "deep nesting": _deep,
    "odd TOML": _toml,
    "an odd notebook": _notebook,
}
STATUSES = {
    "check": {0, 1, 2, 3},
    "show": {0, 2},
    "explain": {0, 2},
    "erratum": {0, 1, 2, 3},
    "report": {0, 2},
}


@pytest.mark.parametrize("seed", range(SEED, SEED + RUNS))
@pytest.mark.parametrize("kind", MADE)
def test_hostile_input_ends_with_a_status_and_a_word(
    kind: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(f"{kind} {seed}")
    monkeypatch.chdir(tmp_path)
    name, text, reading = MADE[kind](chance)
    Path(name).write_bytes(text)
    if reading:
        Path("a.toml").write_bytes(reading)
    command = chance.choice(sorted(STATUSES))
    formats = ["text", "json", "sarif", "junit", "github"] if command in ("check", "show") else []
    options = ["--format", chance.choice(formats)] if formats else ["1"] if command == "explain" else []
    for arguments in ([command, name, *options], ["check", name]):
        status = main(arguments)
        shown = "".join(capsys.readouterr())
        assert status in STATUSES[arguments[0]], arguments
        assert "a fault of the program" not in shown
        assert "Traceback" not in shown
        assert shown or command == "report" or "github" in options
        assert visible(shown) == shown
        assert "github" in options or not re.search(r"^\s*::|##\w*\[", shown, re.MULTILINE)


def test_there_are_papers_to_edit() -> None:
    assert len(TEXTS) > 10
    assert all(derivation.loads(text, reading) for text, reading in TEXTS)
