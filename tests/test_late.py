"""Patterns that are compiled late: they do what compiled ones do, and each of the package can be compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import derivation
from derivation.late import Late, regex

OPTIONAL = ("derivation.pytest_plugin", "derivation.__main__", "derivation.emit.prelude")


def late() -> Iterator[tuple[str, Late]]:
    for module in walk_packages(derivation.__path__, "derivation."):
        if not module.name.startswith(OPTIONAL):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Late):
                    yield f"{module.name}.{name}", value


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    pattern, same = regex(r"(?P<name>a+)b", re.IGNORECASE), re.compile(r"(?P<name>a+)b", re.IGNORECASE)
    for text in ("AAB", "xab", ""):
        for how in ("match", "search", "fullmatch", "findall", "split"):
            assert str(getattr(pattern, how)(text)) == str(getattr(same, how)(text))
    assert pattern.sub("-", "aBab") == same.sub("-", "aBab") == "--"
    assert (pattern.pattern, pattern.flags, pattern.groupindex) == (same.pattern, same.flags, same.groupindex)


def test_every_late_pattern_of_the_package_can_be_compiled() -> None:
    found = dict(late())
    assert len(found) > 100
    for value in found.values():
        assert value.pattern


def test_a_late_pattern_is_not_compiled_before_it_is_used() -> None:
    assert "pattern" not in vars(regex("("))
