"""Verdicts from one run to the next: the same in every field, never those of another document or engine."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import SimpleNamespace

import pytest

import derivation
from derivation import checking
from derivation.audit.findings import Verdict
from derivation.cache import verdicts
from derivation.cache.codec import Misfit, decode, encode
from derivation.cache.engine import PACKAGES, engine
from derivation.cache.findings import packed, unpacked
from derivation.cache.folder import Folder, _bytes, usual
from derivation.cache.identity import NoIdentity, identity
from derivation.cli import main
from derivation.reading.declared import Declared
from derivation.records import dataclass
from derivation.terms import limits
from derivation.text.source import ReadError, Source, Span

TEXT = "# T\n\n$$ y = x^2 \\tag{1} $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{2} $$\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.delenv("DERIVATION_NO_CACHE", raising=False)
    monkeypatch.setenv("DERIVATION_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(verdicts, "engine", lambda: "this engine")
    found = usual()
    assert found is not None
    return found


def refused(*_: object) -> None:
    raise AssertionError("this was judged anew")


@pytest.mark.parametrize("name", derivation.bundled())
def test_what_is_kept_comes_back_field_for_field(name: str) -> None:
    read = derivation.load(name)
    audit = derivation.check(read).audit
    kept = json.dumps(packed(audit))
    assert read.document.source.name not in kept
    assert read.declared.path not in kept
    again = unpacked(json.loads(kept), read)
    assert again == audit
    found, wanted = checking.Report(again), checking.Report(audit)
    assert found.as_json() == wanted.as_json()
    assert str(found) == str(wanted)
    assert found.as_html() == wanted.as_html()


def test_a_second_run_judges_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = derivation.check("softargmax", cache=True)
    assert folder.used().entries == 1
    monkeypatch.setattr(checking, "audit", refused)
    again = derivation.check("softargmax", cache=True)
    assert again.as_json() == first.as_json()
    assert again.theorem("SA'(X)").latex == "SA'(X)"
    with pytest.raises(AssertionError, match="judged anew"):
        derivation.check("softargmax")


def test_a_document_is_the_same_by_any_path(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("q.md").write_text(TEXT + "\n$$ z = \\# $$\n")
    Path("q.toml").write_text('positive = ["x"]')
    derivation.check("q.md", cache=True)
    monkeypatch.setattr(checking, "audit", refused)
    for path in ("q.md", "../" + tmp_path.name + "/q.md", str(tmp_path / "q.md")):
        report = derivation.check(path, cache=True)
        assert report.as_data()["file"] == path
        assert f"{path}:7:8: unknown command" in str(report).replace("\n", "")
        assert f"declared in {path.removesuffix('md')}toml" in str(report).replace("\n", "")
    assert folder.used().entries == 1


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        (TEXT.replace("3 x", "2 x"), ""),
        (TEXT.replace("# T", "# U"), ""),
        (TEXT, 'sizes = ["m"]'),
        (" " + TEXT, ""),
    ],
)
def test_what_changed_is_judged_anew(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, text: str, reading: str
) -> None:
    derivation.check(derivation.loads(TEXT), cache=True)
    derivation.check(derivation.loads(text, reading), cache=True)
    assert folder.used().entries == 2
    monkeypatch.setattr(checking, "audit", refused)
    derivation.check(derivation.loads(TEXT), cache=True)


def test_another_engine_judges_anew(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    derivation.check(derivation.loads(TEXT), cache=True)
    monkeypatch.setattr(verdicts, "engine", lambda: "another engine")
    monkeypatch.setattr(checking, "audit", refused)
    with pytest.raises(AssertionError, match="judged anew"):
        derivation.check(derivation.loads(TEXT), cache=True)


def test_an_engine_is_its_sources(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "engine.py").write_text("1")
    later = 2 * os.stat(tmp_path / "cache" / "engine.py").st_mtime_ns
    first = engine(tmp_path, later)
    assert first is not None
    assert engine(tmp_path, later) == first
    (tmp_path / "cache" / "engine.py").write_text("2")
    assert engine(tmp_path, later) not in (None, first)
    assert engine(tmp_path, 0) is None  # changed since it was loaded


@pytest.fixture
def package(tmp_path: Path) -> Callable[[], str | None]:
    """An engine of one source, and of what it runs on."""
    path = tmp_path / "cache" / "engine.py"
    path.parent.mkdir()
    path.write_text("1")
    return lambda: engine(tmp_path, 2 * os.stat(path).st_mtime_ns)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sys.implementation.name", "snake"),
        ("sys.version", "4"),
        ("sys.platform", "plan9"),
        ("os.uname", lambda: SimpleNamespace(machine="abacus")),
        ("sys.get_int_max_str_digits", lambda: 640),
        ("derivation.cache.engine.__version__", "0"),
    ],
)
def test_an_engine_is_what_it_runs_on(
    package: Callable[[], str | None], monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    first = package()
    monkeypatch.setattr(name, value)
    assert package() not in (None, first)


@pytest.mark.parametrize("name", ["MPMATH_NOGMPY", "MPMATH_STRICT", "SAGE_ROOT"])
def test_an_engine_is_what_chooses_its_arithmetic(
    package: Callable[[], str | None], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = package()
    monkeypatch.setenv(name, "1")
    assert package() not in (None, first)


@pytest.mark.parametrize("change", ["another text", "another version", "another place", "none"])
@pytest.mark.parametrize("name", PACKAGES)
def test_an_engine_is_the_packages_that_it_counts_with(
    package: Callable[[], str | None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    change: str,
) -> None:
    def installed(site: Path, text: str, version: str) -> ModuleSpec:
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text(text)
        (site / f"{PACKAGES[name]}-{version}.dist-info").mkdir()
        return ModuleSpec(name, None, origin=str(site / name / "__init__.py"))

    def engine_with(spec: ModuleSpec | None) -> str | None:
        found = {name: spec}
        monkeypatch.setattr("derivation.cache.engine.find_spec", lambda asked: found.get(asked))
        return package()

    there = installed(tmp_path / "site", "1", "1.0")
    first = engine_with(there)
    assert engine_with(there) == first
    match change:
        case "another text":
            (tmp_path / "site" / name / "__init__.py").write_text("2")
        case "another version":
            (tmp_path / "site" / f"{PACKAGES[name]}-1.0.dist-info").rename(
                tmp_path / "site" / f"{PACKAGES[name]}-1.1.dist-info"
            )
        case "another place":
            there = installed(tmp_path / "other", "1", "1.0")
    assert engine_with(None if change == "none" else there) not in (None, first)


@dataclass(frozen=True)
class Held:
    """A value with memory, which is no part of it."""

    value: object
    _memory: int = 0


DIFFERENT: list[object] = [
    *([], ["a"], ["a", "b"], ["b", "a"], ["ab"]),
    *(("a", "b"), (("a",), "b"), (("a", "b"),)),
    *(frozenset(), frozenset("a"), frozenset("ab")),
    *({}, {"a": 1}, {"a": 2}, {"b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 1}),
    *(None, 1, True, "1", Fraction(1), Fraction(1, 2), Verdict.RIGHT, Verdict.WRONG, "right"),
    *(Held("a"), Held("b"), Held(frozenset("a")), Held({"a": 1}), Held({"a": 2})),
    *(
        Source("p", "a"),
        Source("p", "b"),
        Source("p", "a", ((1, 2),)),
        Source("p", "a", (), "b"),
        Declared(title="a"),
        Declared(),
    ),
    *(ReadError("m", Source("p", "a"), Span(0, 1)), ReadError("m", Source("p", "a"), Span(0, 0))),
]


def test_what_is_different_has_another_identity() -> None:
    assert len({identity(value) for value in DIFFERENT}) == len(DIFFERENT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (frozenset(["a", "b", "c"]), frozenset(["c", "b", "a"])),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Held("a", 1), Held("a", 2)),
        (Source("p", "a"), Source("q", "a")),
        (Declared("p", "t"), Declared("q", "t")),
    ],
)
def test_what_is_the_same_has_one_identity(one: object, other: object) -> None:
    assert identity(one) == identity(other)


def test_what_is_no_plain_data_has_no_identity() -> None:
    with pytest.raises(NoIdentity, match="object is no plain data"):
        identity(("a", object()))


def test_an_engine_that_changes_meanwhile_keeps_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = iter(("this engine", "another engine"))
    monkeypatch.setattr(verdicts, "engine", lambda: next(engines))
    derivation.check(derivation.loads(TEXT), cache=True)
    assert folder.used().entries == 0


def test_what_ran_out_of_time_is_not_kept(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    original = checking.audit

    def late(*arguments: object) -> object:
        limits.meet("5 s")
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "audit", late)
    derivation.check(derivation.loads(TEXT), cache=True)
    assert folder.used().entries == 0


@pytest.mark.parametrize("harm", ["cut", "flipped", "other", "empty", "swapped"])
def test_damage_counts_as_nothing(folder: Folder, harm: str) -> None:
    wanted = derivation.check(derivation.loads(TEXT), cache=True).as_json()
    (path,) = folder.path.glob("*.json")
    text = path.read_text()
    changed = {
        "cut": text[:-40],
        "flipped": text.replace('"wrong"', '"right"'),
        "other": '{"schema": 1}\n[]\n',
        "empty": "",
        "swapped": text.replace(path.stem, "0" * 64),
    }[harm]
    assert changed != text
    path.write_text(changed)
    assert derivation.check(derivation.loads(TEXT), cache=True).as_json() == wanted
    assert path.read_text() == text


def test_a_folder_that_others_may_write_to_is_not_used(folder: Folder) -> None:
    folder.path.mkdir(parents=True)
    folder.path.chmod(0o777)
    derivation.check(derivation.loads(TEXT), cache=True)
    assert folder.used().entries == 0
    assert folder.trouble() == "others may write to it"
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o777


def test_large_folders_lose_what_was_used_the_longest_ago(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("derivation.cache.folder.MAX_ENTRIES", 4)
    for number in range(6):
        folder.write(f"{number:064x}", [number])
        os.utime(folder.path / f"{number:064x}.json", (number, number))
    kept = sorted(path.name for path in folder.path.glob("*.json"))
    assert f"{5:064x}.json" in kept
    assert f"{0:064x}.json" not in kept
    assert len(kept) <= 4


KEY = "a" * 64
posix = pytest.mark.skipif(os.name != "posix", reason="users, pipes and modes are those of POSIX")


def test_what_is_read_is_used_now(folder: Folder) -> None:
    folder.write(KEY, ["x"])
    path = folder.path / f"{KEY}.json"
    os.utime(path, (1, 1))
    assert folder.read(KEY) == ["x"]
    assert path.stat().st_mtime > 1


def test_what_can_only_be_read_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    folder.write(KEY, ["x"])
    monkeypatch.setattr(os, "utime", read_only)
    assert folder.read(KEY) == ["x"]


@posix
def test_what_is_another_users_is_not_used(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(KEY, ["x"])
    path = folder.path / f"{KEY}.json"
    assert _bytes(path) == path.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert folder.trouble() == "it is another user's"
    assert folder.read(KEY) is None
    with pytest.raises(OSError, match="is no entry"):
        _bytes(path)
    folder.write("b" * 64, ["x"])
    assert [found.name for found in folder.path.iterdir()] == [path.name]


@posix
def test_an_entry_is_an_ordinary_file_of_some_size(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(KEY, ["x"])
    path = folder.path / f"{KEY}.json"
    (folder.path / "link").symlink_to(path)
    os.mkfifo(folder.path / "pipe")
    with pytest.raises(OSError, match="is no entry"):
        _bytes(folder.path / "pipe")
    with pytest.raises(OSError, match="link"):
        _bytes(folder.path / "link")
    monkeypatch.setattr("derivation.cache.folder.MAX_ENTRY", path.stat().st_size - 1)
    with pytest.raises(OSError, match="is no entry"):
        _bytes(path)


def test_what_is_half_written_is_no_document_and_goes(folder: Folder) -> None:
    folder.write(KEY, ["x"])
    old, new = folder.path / f".{KEY}.old.tmp", folder.path / f".{KEY}.new.tmp"
    old.write_text("x")
    new.write_text("x")
    os.utime(old, (1, 1))
    assert folder.used().entries == 1
    folder.write("b" * 64, ["x"])
    assert new.exists()
    assert not old.exists()
    assert folder.clear().entries == 2
    assert list(folder.path.iterdir()) == []


def test_a_failed_write_leaves_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder.write(KEY, ["x"])
    monkeypatch.setattr(os, "replace", full)
    folder.write("b" * 64, ["x"])
    assert [found.name for found in folder.path.iterdir()] == [f"{KEY}.json"]


WRITER = """
import sys
from pathlib import Path
from derivation.cache.folder import Folder

folder = Folder(Path(sys.argv[1]))
for number in range(60):
    folder.write("a" * 64, ["x" * 1000, number])
    if folder.read("a" * 64) is None:
        sys.exit(1)
"""


def test_many_processes_write_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "many")]
    running = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]


def test_the_command(folder: Folder, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text(TEXT)
    assert main(["check", str(path)]) == 1
    first = capsys.readouterr().out
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out == first
    assert main(["cache"]) == 0
    assert "1 document, " in capsys.readouterr().out
    assert main(["cache", "--clear"]) == 0
    assert main(["check", str(path), "--no-cache"]) == 1
    assert folder.used().entries == 0


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [(int, "1", "str is none of"), (str, 1, "int is none of"), (tuple[int, ...], [1], "list is none of")],
)
def test_what_is_not_of_its_type_is_refused(kind: object, value: object, message: str) -> None:
    with pytest.raises(Misfit, match=message):
        encode(kind, value)
    with pytest.raises(Misfit):
        decode(int, "1")


def test_a_folder_among_the_entries_is_left_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "verdicts")
    folder.write("a" * 64, {})
    for name in ("b" * 64, "0" * 64):
        (folder.path / f"{name}.json").mkdir()
    assert folder.used().entries == 1
    assert folder.clear().entries == 1
    assert len(list(folder.path.glob("*.json"))) == 2
