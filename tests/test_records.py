"""Records beside dataclasses of the standard library: the same bodies, made by both, behave alike."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, ClassVar

import pytest

from derivation import records

Made = Callable[..., Any]

STANDARD = (dataclasses.dataclass, dataclasses.field, dataclasses.replace)
OURS = (records.dataclass, records.field, records.replace)


def point(dataclass: Made, field: Made) -> Any:
    @dataclass(frozen=True, slots=True)
    class Point:
        """A place."""

        x: int
        y: int = 2
        told: tuple[str, ...] = field(default=(), compare=False)

        def moved(self) -> int:
            return self.x + self.y

    return Point


def memory(dataclass: Made, field: Made) -> Any:
    @dataclass(slots=True)
    class Memory:
        seen: list[int] = field(default_factory=list)
        size: int = 3
        twice: int = field(init=False)
        kept: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

        def __post_init__(self) -> None:
            self.twice = 2 * self.size

    return Memory


def lasting(dataclass: Made, field: Made) -> Any:
    @dataclass(frozen=True)
    class Lasting:
        whole: int = 4
        other: int = field(kw_only=True)
        parts: Any = field(default_factory=lambda: {}, hash=False)

        @cached_property
        def half(self) -> float:
            return self.whole / 2

    return Lasting


def by_itself(dataclass: Made, field: Made) -> Any:
    @dataclass(frozen=True, slots=True, eq=False)
    class ByItself:
        value: int

        def __neg__(self) -> Any:
            return type(self)(-self.value)

    return ByItself


def own(dataclass: Made, field: Made) -> Any:
    @dataclass(frozen=True, slots=True, repr=False)
    class Own:
        value: int

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

    return Own


def empty(dataclass: Made, field: Made) -> Any:
    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return Empty


CALLS: list[tuple[Callable[[Made, Made], Any], list[tuple[tuple[Any, ...], dict[str, Any]]]]] = [
    (
        point,
        [((1,), {}), ((1, 2), {"told": ("a",)}), ((1, 3), {}), ((), {}), ((1, 2, (), 4), {}), ((), {"z": 1})],
    ),
    (memory, [((), {}), (([1], 4), {}), ((), {"size": 4}), ((), {"twice": 1})]),
    (lasting, [((), {"other": 1}), ((4,), {"other": 1, "parts": {1: 2}}), ((4, 1), {}), ((), {"other": 2})]),
    (by_itself, [((1,), {}), ((1,), {})]),
    (own, [((1,), {}), ((2,), {})]),
    (empty, [((), {}), ((), {})]),
]


def outcome(act: Callable[[], object]) -> object:
    """What an act gives, or the type of what it raises."""
    try:
        return act()
    except Exception as error:
        return type(error)


def told(kind: Any, calls: list[tuple[tuple[Any, ...], dict[str, Any]]], replace: Made) -> list[object]:
    """All that can be seen of a class and of what some calls make."""
    made = [outcome(partial(kind, *arguments, **named)) for arguments, named in calls]
    good = [value for value in made if not isinstance(value, type)]
    first = good[0]
    names = [field.name for field in dataclasses.fields(kind)]
    return [
        *(value if isinstance(value, type) else repr(value) for value in made),
        *([a == b for b in good] for a in good),
        [first == 1, first != first],
        [len({*good}) if kind.__hash__ else None],
        [kind.__name__, kind.__qualname__, kind.__doc__ if kind.__doc__ == "A place." else None],
        [kind.__match_args__, names, getattr(kind, "__slots__", None), hasattr(first, "__dict__")],
        [{name: getattr(value, name) for name in names} for value in good],
        [repr(outcome(lambda value=value: copy.deepcopy(value))) for value in good],
        [repr(outcome(lambda: replace(first, **{names[0]: 9}))) if names else None],
        [outcome(lambda: replace(first, nothing=1))],
        [outcome(lambda: setattr(first, names[0], 5)) if names else None, repr(first)],
        [outcome(lambda: delattr(first, names[-1])) if names else None],
        [outcome(lambda: setattr(first, "nothing", 5)) is None],
        [outcome(lambda: dataclasses.asdict(first)), repr(outcome(lambda: dataclasses.replace(first)))],
    ]


@pytest.mark.parametrize(("body", "calls"), CALLS)
def test_a_record_is_as_a_dataclass_is(
    body: Callable[[Made, Made], Any], calls: list[tuple[tuple[Any, ...], dict[str, Any]]]
) -> None:
    expected, found = (told(body(make, field), calls, rest) for make, field, rest in (STANDARD, OURS))
    assert found == expected


@pytest.mark.parametrize("body", [body for body, _ in CALLS])
def test_fields_are_those_of_a_dataclass(body: Callable[[Made, Made], Any]) -> None:
    standard, ours = (dataclasses.fields(body(make, field)) for make, field, _ in (STANDARD, OURS))
    shown = ("name", "type", "init", "repr", "hash", "compare", "kw_only", "default")
    assert [[getattr(f, s) for s in shown] for f in ours] == [
        [getattr(f, s) for s in shown] for f in standard
    ]


def test_methods_of_a_record_are_those_that_a_dataclass_has_after_the_first_call() -> None:
    kind = point(*OURS[:2])
    first = kind(1)
    assert (first == kind(1), hash(first) == hash(kind(1))) == (True, True)
    for name in ("__init__", "__eq__", "__hash__"):
        code, standard = getattr(kind, name).__code__, getattr(point(*STANDARD[:2]), name).__code__
        assert code.co_argcount == standard.co_argcount
        assert code.co_flags & 0x0C == 0, "no *arguments are left"


def test_a_record_of_a_derived_class_is_itself() -> None:
    kind = point(*OURS[:2])

    class Derived(kind):  # type: ignore[misc]
        pass

    assert repr(Derived(1)).endswith("Derived(x=1, y=2, told=())")
    assert Derived(1) == Derived(1)
    assert Derived(1) != kind(1)
    assert dataclasses.asdict(Derived(1)) == {"x": 1, "y": 2, "told": ()}


@records.dataclass(frozen=True, slots=True)
class Sent:
    """What goes to another process and back."""

    name: str
    parts: tuple[int, ...] = ()


def test_a_record_can_be_sent_to_another_process() -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Sent("a", (1, 2)), protocol)) == Sent("a", (1, 2))


def test_what_is_no_plain_field_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Held\.x is a ClassVar\[int\], which is no field"):

        @records.dataclass(frozen=True, slots=True)
        class Held:
            x: ClassVar[int] = 1

    with pytest.raises(TypeError, match="Wider has fields of a base class"):

        @records.dataclass(frozen=True)
        class Wider(Sent):
            more: int

    with pytest.raises(ValueError, match=r"Shared\.x has a mutable default; use default_factory"):

        @records.dataclass(slots=True)
        class Shared:
            x: list[int] = []  # noqa: RUF012

    with pytest.raises(TypeError, match="order"):
        records.dataclass(order=True)


def test_records_are_made_without_the_module_of_the_standard_library() -> None:
    program = "import sys, derivation.terms.terms, derivation.terms.setting\n"
    program += "assert derivation.terms.terms.Delta('i', 'j') == derivation.terms.terms.Delta('i', 'j')\n"
    program += "print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
