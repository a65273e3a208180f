"""What a setting becomes where claims hold, and which equations it leaves to entailment."""

from __future__ import annotations

import pytest

import derivation
from derivation.search.decide import prove, refute
from derivation.search.facts import under
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.setting import Claim, Setting


def known(fact: str, claim: str) -> tuple[Claim, Claim, Setting]:
    """What a document says first, and what it claims then."""
    read = derivation.loads(f"$$ {fact} $$\n\n$$ y + {claim} $$")
    first, second = (Claim(s.previous.term, s.relation, s.member.term) for s in read.statements)
    return first, second, read.setting({})


HELD = {
    "a total": (r"\sum_k t_k = 1", r"\sum_k t_k = y + 1", r"\sum_k t_k = y + 2"),
    "a symmetry": ("A_{ij} = A_{ji}", "A_{ij} = y + A_{ji}", "A_{ij} = y + A_{ii}"),
    "the value of a letter": ("c = 2", "c^2 = y + 4", "c^2 = y + 5"),
    "the value of all entries": ("x_i = 0", r"\sum_k x_k = y", r"\sum_k x_k = y + 1"),
}


@pytest.mark.parametrize("name", HELD)
def test_what_a_setting_holds_is_used_both_ways(name: str) -> None:
    fact, true, false = HELD[name]
    for claim, expected in ((true, Proved), (false, Refuted)):
        first, second, setting = known(fact, claim)
        found = under(setting, (first,))
        assert found.equations == ()
        ask = prove if expected is Proved else refute
        assert isinstance(ask(second.left, second.right, found.setting), expected)


LEFT = {
    "a product": "F = m a",
    "the value of one entry": "x_1 = 0",
    "a sum of two letters": "v + z = 1",
    "two arrays that are each other's transpose": "A_{ij} = B_{ji}",
}


@pytest.mark.parametrize("name", LEFT)
def test_other_equations_are_left_to_entailment(name: str) -> None:
    first, _, setting = known(LEFT[name], r"a^2 \sum_k x_k = y")
    assert len(under(setting, (first,)).equations) == 1


def test_a_second_value_is_left_over_and_does_not_replace_the_first() -> None:
    one, _, setting = known("c = 2", "c = y + 2")
    two, _, _ = known("c = 3", "c = y + 2")
    found = under(setting, (one, two))
    assert len(found.equations) == 1
    assert found.setting.solved == under(setting, (one,)).setting.solved


def test_totals_that_disagree_are_left_over() -> None:
    one, _, setting = known(r"\sum_k t_k = 1", r"\sum_k t_k = y + 1")
    two, _, _ = known(r"\sum_k t_k = 2", r"\sum_k t_k = y + 1")
    assert len(under(setting, (one, two)).equations) == 1
