"""What notation is inferred, and what each construct means."""

from __future__ import annotations

import pytest

import derivation
from derivation.terms.terms import Bound, Deriv, Index, Range, Ref, Sum, Var


def read(text: str, reading: str = "") -> derivation.checking.Derivation:
    return derivation.loads(text, reading)


def test_indices_run_over_the_size_of_their_array() -> None:
    found = read(r"$$ s = \sum_{k=1}^{m} A_{ik} w_k $$ $$ t = \sum_{i=1}^{n} A_{ij} $$").notation
    assert found.sizes == {"n", "m"}
    assert found.ranges["j"] == found.ranges["k"] == Range(Bound("", 1), Bound("m"))
    assert found.ranges["i"] == Range(Bound("", 1), Bound("n"))


def test_n_is_the_size_where_none_is_named() -> None:
    assert read(r"$$ s = \sum_i x_i $$").notation.ranges["i"] == Range(Bound("", 1), Bound("n"))


def test_base_0() -> None:
    found = read(r"$$ s = \sum_i x_i $$", 'sizes = ["m"]\nbase = 0').notation
    assert found.ranges["i"] == Range(Bound("", 0), Bound("m", -1))


def test_a_bound_index_has_a_name_of_its_own() -> None:
    term = read(r"$$ s = \sum_i x_i $$").term(r"\sum_i x_i \sum_i i")
    assert isinstance(term, Sum)
    inner = [t for t in derivation.terms.terms.walk(term) if isinstance(t, Sum)]
    assert len({t.index for t in inner}) == 2


def test_the_index_of_a_prime_is_bound_by_a_sum_over_it() -> None:
    found = read(r"$$ s = \sum_i x_i^2 $$", 'prime = "x_j"').term(r"\sum_j s'")
    assert isinstance(found, Sum)
    assert found.body == Deriv(Ref("s"), Var("x", (found.index,)))


def test_a_sum_without_an_index_runs_over_the_one_that_it_carries() -> None:
    (statement,) = read(r"$$ y = \sum x_i $$").statements
    found = statement.member.term
    assert isinstance(found, Sum)
    assert found.body == Var("x", (found.index,))


def test_an_index_is_a_number_where_it_stands_alone() -> None:
    found = read(r"$$ s = \sum_i x_i $$").term("i")
    assert found == Index("i")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (r"$$ y = \frac{\partial^2 x}{\partial x} $$", "the orders of the ∂ above and below differ"),
        (r"$$ y = \sum F $$", "a sum that names no index"),
        (r"$$ y = \sum x_i w_j $$", "a sum that names no index"),
    ],
)
def test_refusals_have_words_and_a_place(text: str, message: str) -> None:
    (unread,) = read(text).unread
    assert message in unread.error.message
    assert unread.error.line == 1


def test_a_letter_of_no_meaning_makes_a_line_given_where_it_matters() -> None:
    report = derivation.check(read(r"$$ y = x $$ $$ y = x + q $$ $$ y = (x + r) - r $$"))
    assert [result.verdict for result in report] == ["definition", "given", "right"]
    assert report["2"].reason == "it brings in q; nothing before says what that is"


def test_a_letter_of_no_meaning_must_not_matter_in_a_claim() -> None:
    report = derivation.check(read("$$ y = x $$ Hence\n$$ y = x + q $$"))
    assert [result.verdict for result in report] == ["definition", "undecided"]
    assert "q is used here and never defined" in report["2"].reason
    assert report.exit_code == 3


def test_a_sum_over_a_set_with_a_limit_above_is_ill_formed() -> None:
    (result,) = derivation.check(read(r"$$ y = \sum_{k \in n}^{m} x_k $$"))
    assert result.verdict == "ill-formed"
