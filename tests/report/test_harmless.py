"""A document that was written to act on whatever shows its report does nothing, in any format."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

import derivation
from derivation.cli import main
from derivation.commands.outputs import KNOWN
from derivation.text.visible import visible

Capture = pytest.CaptureFixture[str]

HOSTILE = """# T \x1b[31mred\x9b31m \u202eevil\u2066 ::error::x ##[group]y <script>alert(1)</script>

$$ y = x^2 \\tag{\x1b]0;pwn\x07} $$

$$
::error file=a::b
 = y \\tag{a::b\u202e[/x]} $$

$$ \\frac{\\partial y}{\\partial x} = 3 x \\label{##[error]zz\u202e} \\tag{3::x<b>} $$

$$ z = \\#
   ::stop-commands::z \x7f $$

$$ L_{\\text{\x1b<i>}} = \\operatorname{a\u200b}(x) \\tag{<img src=x onerror=alert(1)>} $$

$$ y =
::add-mask::x \\href{javascript:alert(1)}{x} $$

Assume $x > 0 \u202e \\input{y}$. Let $\x1b[1m$ be one-hot.
"""
READING = 'source = "\\u001b[2J ::error::s\\n##[group]s <script>"\ntitle = "T\\u202e ::x::\\u009b<script>"\n'
NAME = "::error::a\x1b[31m\u202e##[group]<b>.md" if os.name == "posix" else "a.md"

COMMAND = re.compile(r"\A\s*::|##\w*\[")


@pytest.fixture(params=["document", "with a reading file", "unreadable"])
def path(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    text = HOSTILE if request.param != "unreadable" else "$$ a = b\n\n::error::x \x1b[2J\u202e ##[group]y"
    Path(NAME).write_text(text, encoding="utf-8")
    if request.param == "with a reading file":
        Path(NAME).with_suffix(".toml").write_text(READING, encoding="utf-8")
    return NAME


def commands(text: str) -> list[str]:
    return [line for line in re.split(r"[\r\n]", text) if COMMAND.search(line)]


@pytest.mark.parametrize("format", KNOWN)
@pytest.mark.parametrize("command", ["check", "show"])
def test_nothing_that_is_judged_acts(path: str, command: str, format: str, capsys: Capture) -> None:
    for paths in ([path], [path, path], ["."]):
        main([command, *paths, "--format", format, "-o", "found"])
        text, message = capsys.readouterr()
        main([command, *paths, "--format", format])
        printed, more = capsys.readouterr()
        for shown in (text, message, printed, more, Path("found").read_bytes().decode()):
            assert visible(shown) == shown
            assert [
                c for c in commands(shown) if format != "github" or not re.match("::[a-z]+ file=[^:]*::", c)
            ] == []


def test_annotations_are_those_of_lines_alone(path: str, capsys: Capture) -> None:
    main(["check", path, "--format", "github"])
    found = capsys.readouterr().out.splitlines()
    assert found
    for line in found:
        assert re.fullmatch(r"::(error|warning|notice) file=[^:]*,title=[^:]*::.*", line)
        assert not re.search(r"##\w*\[", line)


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "1"],
        ["report", "-o", "-"],
        ["erratum"],
        ["erratum", "--format", "latex"],
        ["emit", "--theorem", "y"],
    ],
)
def test_no_command_prints_what_acts(path: str, arguments: list[str], capsys: Capture) -> None:
    command, *others = arguments
    label = [others.pop()] if command == "explain" else []
    main([command, path, *label, *others])
    for shown in capsys.readouterr():
        assert visible(shown) == shown
        assert commands(shown) == []


def test_json_loses_nothing(tmp_path: Path) -> None:
    report = derivation.check(derivation.loads(HOSTILE))
    assert json.loads(report.as_json()) == json.loads(json.dumps(report.as_data()))
    assert "\u202e" in json.dumps(report.as_data(), ensure_ascii=False)
    assert visible(report.as_json()) == report.as_json()


def test_what_python_shows_does_not_act() -> None:
    report = derivation.check(derivation.loads(HOSTILE, READING))
    shown = [str(report), repr(report), report._repr_html_(), str(report.blame()), report.blame().as_svg()]
    for result in report:
        shown += [repr(result), result._repr_html_(), str(result.explain()), result.explain()._repr_html_()]
    for text in shown:
        assert visible(text) == text
        assert commands(text) == []
    with pytest.raises(derivation.ReadError) as told:
        derivation.loads("$$ a = b\n::error::x \x1b[2J")
    assert visible(str(told.value)) == str(told.value)


class _Page(HTMLParser):
    """The elements of a page, and the addresses in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"] or ""


def test_a_page_holds_no_element_of_the_document() -> None:
    kind, plain = _Page(), _Page()
    kind.feed(derivation.check(derivation.loads(HOSTILE, READING)).as_html())
    plain.feed(derivation.check("softargmax").as_html())
    assert kind.found - plain.found <= {"pre", "code", "munder", "mtext"}
    assert (
        not {name for name in kind.attributes if name.startswith("on")} | {"src", "style"} & kind.attributes
    )
    assert all(address.startswith("#") for address in kind.addresses)
    assert kind.policy.startswith("default-src 'none'; style-src 'sha256-")


def test_a_notebook_is_given_no_command_of_mathjax() -> None:
    for result in derivation.check(derivation.loads(HOSTILE)):
        mathematics = re.findall(r"\$[^$]*\$", result._repr_html_())
        assert not any("href" in part for part in mathematics)
        assert "<img" not in result._repr_html_()
        assert "href" not in (result._repr_latex_() or "")


def test_junit_is_xml(path: str, capsys: Capture) -> None:
    main(["check", path, "--format", "junit"])
    assert ElementTree.fromstring(capsys.readouterr().out).tag == "testsuites"


def test_addresses_in_sarif_are_addresses(path: str, capsys: Capture) -> None:
    main(["check", path, "--format", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert results
    for result in results:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
        for text in (
            result["message"]["text"],
            *(p["name"] for p in result["locations"][0].get("logicalLocations", ())),
        ):
            assert visible(text) == text
