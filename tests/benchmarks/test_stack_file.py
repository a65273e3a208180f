"""STACK's arguments: how its file is read, and what document each becomes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import stack_file
from arguments import Joint, document

PHP = r"""<?php
        $newarg = [];
        $newarg['section'] = 'Not an argument';
        $samplearguments[] = $newarg;

        $newarg = [];
        $newarg['title']     = "Joined; \"quoted\"";
        $newarg['casstring'] = "[p^2=q," .
            "p=#pm#sqrt(q), \"that is\", p=7 or 2]";
        $newarg['debuglist'] = "(EMPTYCHAR,EQUIVCHAR,EMPTYCHAR," . "MISSINGVAR)";
        $newarg['outcome']   = false;
        $samplearguments[] = $newarg;

        $newarg = [];
        $newarg['casstring'] = '[u^2=v^2,u=v]';
        $newarg['debuglist'] = "(ASSUMEPOSVARS,EQUIVCHAR)";
        $newarg['outcome']   = true;
        $newarg['assumepos'] = true;
        $samplearguments[] = $newarg;
"""


def argument(
    text: str, marks: str, domain: stack_file.Domain = stack_file.Domain.COMPLEX
) -> stack_file.Argument:
    said = tuple(stack_file.Mark(*found) for found in stack_file.MARK.findall(f"({marks})"))
    return stack_file.Argument(1, 1, f"[{text}]", said, domain, "true")


def printed(found: stack_file.Argument) -> str:
    return document("T", [link.line for link in stack_file.links(found)]).removeprefix("# T\n\n")


@pytest.fixture
def read(tmp_path: Path) -> list[stack_file.Argument]:
    folder = tmp_path / "tests" / "fixtures"
    folder.mkdir(parents=True)
    (folder / stack_file.FILE).write_text(PHP, encoding="utf-8")
    return stack_file.arguments(tmp_path)


def test_strings_that_dots_join_are_one_argument(read: list[stack_file.Argument]) -> None:
    first, second = read
    assert first.text == '[p^2=q,p=#pm#sqrt(q), "that is", p=7 or 2]'
    assert [m.name for m in first.marks] == ["EMPTYCHAR", "EQUIVCHAR", "EMPTYCHAR", "MISSINGVAR"]
    assert (first.number, first.row, first.domain) == (1, 6, stack_file.Domain.COMPLEX)
    assert (second.number, second.row, second.domain) == (2, 14, stack_file.Domain.POSITIVE)


def test_a_folder_without_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"there is no equivfixtures\.class\.php in it"):
        stack_file.arguments(tmp_path)


def test_equations_are_posed_and_each_claims_to_be_equivalent() -> None:
    text = printed(argument("x^2=4,x=2 or x=-2", "EMPTYCHAR,EQUIVCHAR"))
    assert text == ("Solve\n\n$$ x^{2} = 4 \\tag{1} $$\n\n$$ \\iff x = 2 \\text{ or } x = -2 \\tag{2} $$\n")


def test_expressions_are_a_chain_of_equals_signs_with_or_without_stackeq() -> None:
    rows = "\\begin{align}\n2^{2} &= 4 \\tag{2}\n\\end{align}\n"
    assert printed(argument("2^2,4", "EMPTYCHAR,CHECKMARK")) == rows
    assert printed(argument("2^2,stackeq(4)", "EMPTYCHAR,CHECKMARK")) == rows


def test_an_identity_that_is_marked_is_not_posed() -> None:
    text = printed(argument("1=2-1,stackeq(1)", "CHECKMARK,CHECKMARK"))
    assert "Solve" not in text
    assert [link.true for link in stack_file.links(argument("1=2-1,stackeq(1)", "CHECKMARK,QMCHAR"))] == [
        True,
        False,
    ]


def test_remarks_and_substitutions_are_prose() -> None:
    text = printed(argument('y=x,"Now",stacklet(x,1),y=1', "EMPTYCHAR,EMPTYCHAR,EMPTYCHAR,EQUIVCHAR"))
    assert "Now: Let $x = 1$.\n\n$$ \\iff y = 1 \\tag{2} $$" in text


def test_steps_that_no_sign_says_have_words_in_its_place() -> None:
    text = printed(argument("y(x)=x,diff(y(x),x)=1", "EMPTYCHAR,DIFFCHAR(x)"))
    assert text.endswith("Differentiating by $x$,\n\n$$ \\frac{d y(x)}{d x} = 1 \\tag{2} $$\n")


def test_what_letters_are_is_said_where_the_file_says_it() -> None:
    positive = printed(argument("a=b,a^2=b^2", "ASSUMEPOSVARS,EQUIVCHAR", stack_file.Domain.POSITIVE))
    assert positive.startswith("Assume $a > 0$ and $b > 0$. Solve\n")
    real = printed(argument("x^3=8,x=2", "ASSUMEREALVARS,EQUIVCHARREAL", stack_file.Domain.REAL))
    assert real.startswith("Let $x$ be real. Solve\n")


def test_one_direction_is_written_so_on_demand() -> None:
    plain = argument("a=b,a^2=b^2", "EMPTYCHAR,IMPLIESCHAR")
    assert [(k.line.joint, k.true) for k in stack_file.links(plain)][1] == (Joint.IFF, False)
    marked = replace(plain, marked=True)
    assert [(k.line.joint, k.true) for k in stack_file.links(marked)][1] == (Joint.IMPLIES, True)


def test_a_mark_that_is_not_known_is_an_error() -> None:
    with pytest.raises(ValueError, match="STACK's mark NEWCHAR is not known here"):
        stack_file.links(argument("x=1,x=1", "EMPTYCHAR,NEWCHAR"))
