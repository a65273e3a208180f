"""The table of edits that `benchmarks/mutation.py` makes: each still applies, and says what it breaks."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutation", BENCHMARKS / "mutation.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutation"] = module
    spec.loader.exec_module(module)
    return module


mutation = load()
EDITS = mutation.table()


def source_of(module: str) -> str:
    return (mutation.ROOT / "derivation" / module).read_text(encoding="utf-8")


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_each_edit_still_applies(edit: mutation.Edit) -> None:
    edited = edit.applied(source_of(edit.module))
    assert edited is not None, f"{edit.module} no longer has {edit.before!r} once: rewrite or drop this edit"
    compile(edited, edit.module, "exec")
    assert edited != source_of(edit.module)


def test_edits_have_names_of_their_own_and_say_what_they_break() -> None:
    assert max(Counter(edit.name for edit in EDITS).values()) == 1
    assert all(edit.breaks for edit in EDITS)


@pytest.mark.parametrize("folder", mutation.TESTS)
def test_every_folder_of_the_engine_has_edits(folder: str) -> None:
    assert sum(edit.module.startswith(f"{folder}/") for edit in EDITS) >= 20


def test_an_edit_whose_text_is_gone_is_stale(tmp_path: Path) -> None:
    edit = mutation.Edit("gone", "search/zero.py", "no such line", "other", "nothing")
    (tmp_path / "derivation" / "search").mkdir(parents=True)
    (tmp_path / "derivation" / edit.module).write_text(source_of(edit.module), encoding="utf-8")
    assert mutation.run(edit, tmp_path, []).word == "stale"


def test_an_edit_whose_text_stands_twice_is_stale() -> None:
    edit = mutation.Edit("twice", "search/zero.py", "x", "y", "nothing")
    assert edit.applied("x = x") is None


@pytest.mark.slow
def test_edits_that_are_drawn_compile_and_are_the_same_for_the_same_seed() -> None:
    drawn = mutation.drawn(40, seed=7)
    assert len(drawn) == 40
    assert drawn == mutation.drawn(40, seed=7)
    assert drawn != mutation.drawn(40, seed=8)
    for edit in drawn:
        edited = edit.applied(source_of(edit.module))
        compile(edited, edit.module, "exec")
        assert edited != source_of(edit.module)
