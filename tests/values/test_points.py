"""Points: within ranges, cases and hypotheses, simplest first."""

from __future__ import annotations

from itertools import islice, product

import pytest
from strategies import ALL, exp, total, x

import derivation
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Case, Hypotheses, Setting
from derivation.terms.terms import Bound, Definition, Fn, Index, Mul, Range, Ref, Term, Var
from derivation.values.numbers import disjoint, to_ball
from derivation.values.points import MAX_SIZES, PATTERNS, Point, _smallest, points, unknowns_of

HYPOTHESES = Hypotheses(
    {"i": ALL, "j": ALL, "o": Range(Bound("", 0), Bound("n", -1))}, frozenset({"n"}), frozenset({"P"})
)


def found(term: Term, case: Case | None = None, hypotheses: Hypotheses = HYPOTHESES) -> list[Point]:
    setting = Setting(hypotheses, case=case or Case())
    return list(points((term,), setting, (1, 2), tuple(PATTERNS)))


def test_simplest_first() -> None:
    first = found(exp(x("i")))[0]
    assert (first.sizes, first.places, first.value("x", (1,))) == ({"n": 1}, {"i": 1}, 0)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(equal=(("i", "j"),)), {(1, 1), (2, 2)}),
        (Case(unequal=(("i", "j"),)), {(1, 2), (2, 1)}),
        (Case(equal=(("i", "1"),)), {(1, 1), (1, 2)}),
        (Case(unequal=(("1", "j"),)), {(1, 2), (2, 2)}),
    ],
)
def test_places_are_in_the_case(case: Case, expected: set[tuple[int, int]]) -> None:
    seen = {(p.places["i"], p.places["j"]) for p in found(Mul((Index("i"), Index("j"))), case)}
    assert seen == expected


def test_a_case_counts_where_its_letters_do_not_occur() -> None:
    assert {p.sizes["n"] for p in found(x("1"), Case(unequal=(("i", "j"),)))} == {2}


def test_hypotheses_of_difference_count() -> None:
    apart = Hypotheses(HYPOTHESES.ranges, HYPOTHESES.sizes, unequal=frozenset({frozenset({"i", "j"})}))
    places = [p.places for p in found(Mul((Index("i"), Index("j"))), hypotheses=apart)]
    assert places
    assert all(at["i"] != at["j"] for at in places)


def test_indices_of_ranges_get_places() -> None:
    partial = total("k", x("k"), span=Range(Bound("", 1), Bound("i")))
    assert {p.places["i"] for p in found(partial)} == {1, 2}


def test_ranges_from_zero() -> None:
    assert {p.places["o"] for p in found(x("o"))} == {0, 1}


def test_no_points_for_an_index_of_unknown_range() -> None:
    assert found(x("z")) == []


def test_a_range_that_ends_at_an_index_is_refused() -> None:
    triangle = Hypotheses({"i": ALL, "j": Range(Bound("", 1), Bound("i"))}, frozenset({"n"}))
    with pytest.raises(Unsupported, match=r"^an index whose range ends at i, which is no size$"):
        found(x("j"), hypotheses=triangle)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("exponent", [True, False])
def test_positive_names_are_positive(pattern: str, exponent: bool) -> None:
    entry = Var("P", ("i",))
    unknowns = unknowns_of((exp(entry) if exponent else entry,), Setting(HYPOTHESES))
    point = Point({"n": 3}, {}, pattern, unknowns)
    assert all(to_ball(point.value("P", (k,))).positive for k in range(-3, 9))


def test_roots_and_logarithms_exist_at_most_points_but_not_at_all() -> None:
    unknowns = unknowns_of((Fn("log", x("i")),), Setting(HYPOTHESES))
    values = {name: Point({}, {}, name, unknowns).value("x", (1,)) for name in PATTERNS}
    assert [name for name, value in values.items() if value <= 0] == ["signed", "paired"]


def test_unknowns_are_found_in_definitions() -> None:
    setting = Setting(HYPOTHESES, {("S", 1): Definition("S", ("k",), exp(Mul((Var("c"), x("k")))))})
    unknowns = unknowns_of((Ref("S", ("i",)),), setting)
    assert {key: u.in_exponent for key, u in unknowns.items()} == {("c", 0): False, ("x", 1): True}


def test_an_array_with_the_name_of_a_size_is_an_unknown() -> None:
    assert set(unknowns_of((Mul((Var("n"), Var("n", ("i",)))),), Setting(HYPOTHESES))) == {("n", 1)}


def test_values_differ_between_entries() -> None:
    mixed = next(p for p in islice(found(Var("y", ("i", "j"))), 99) if p.pattern == "mixed")
    values = [mixed.value("y", (k, m)) for k in (1, 2) for m in (1, 2)]
    assert all(disjoint(a, b) for n, a in enumerate(values) for b in values[:n])


@pytest.mark.parametrize(
    "said", ["Suppose that $n > 16$.", r"Suppose that $n \ge 17$.", "Suppose that $16 < n$."]
)
def test_a_line_is_looked_at_where_its_sizes_begin(said: str) -> None:
    text = rf"{said}" "\n\n" r"$$ \sum_{k=1}^n k = \frac{n (n + 1)}{2} + 1 $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "wrong"
    assert dict(result.counterexample.sizes)["n"] >= 17


@pytest.mark.parametrize("values", [(1, 2, 3, 4), (2, 3), (1,), (2, 3, 4)])
def test_the_smallest_sizes_come_first(values: tuple[int, ...]) -> None:
    for count in range(8):
        every = sorted(product(values, repeat=count), key=lambda c: (max(c, default=0), sum(c), c))
        assert _smallest(values, count) == tuple(every[:MAX_SIZES])
