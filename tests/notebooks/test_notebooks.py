"""The notebooks run in a fresh kernel without a warning, and give the outputs that are stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
REFRESH = (
    "jupyter nbconvert --to notebook --execute --inplace"
    " --ExecutePreprocessor.record_timing=False notebooks/{name}"
)
SECONDS = 50
WARNINGS = "error,ignore::PendingDeprecationWarning:ipykernel.kernelbase"
FOLDERS = ("/home/", "/root/", "/Users/", "/tmp/", "site-packages", str(Path(__file__).resolve().parents[2]))

IMAGES = ("image/png", "image/jpeg", "image/svg+xml")
SHOWN = ("text/html", "text/latex", "text/markdown", "text/plain")

Notebook = Any
Output = tuple[str, str]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found = request.param
    assert isinstance(found, Path)
    return found


def read(path: Path) -> Notebook:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]


def test_a_fresh_run_gives_the_stored_outputs(path: Path) -> None:
    stored, fresh = read(path), executed(path)
    refresh = REFRESH.format(name=path.name)
    for number, (old, new) in enumerate(zip(code_cells(stored), code_cells(fresh), strict=True), start=1):
        assert list(outputs(new)) == list(outputs(old)), (
            f"{path.name}: code cell {number} gives other outputs than are stored:\n\n{old.source}\n\n"
            f"If the new ones are right, refresh the stored ones:\n\n    {refresh}\n"
        )


def test_it_converts_to_html(path: Path) -> None:
    body, _ = HTMLExporter().from_notebook_node(read(path))  # type: ignore[no-untyped-call]
    assert "jp-OutputArea-output" in body


def test_it_holds_nothing_of_the_machine_that_ran_it(path: Path) -> None:
    notebook = read(path)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(not cell.metadata for cell in notebook.cells), "cell metadata, such as timings"
    text = path.read_text(encoding="utf-8")
    assert not [folder for folder in FOLDERS if folder in text]


def executed(path: Path) -> Notebook:
    """The notebook, run by a kernel of its own to which a warning is an error."""
    notebook = read(path)
    environment = {**os.environ, "PYTHONWARNINGS": WARNINGS, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    with client.setup_kernel(env=environment):
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
    return notebook


def code_cells(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(cell: Notebook) -> Iterator[Output]:
    """What a reader is shown, in order: the richest text of each output, and of an image that it is there.

    What is printed is one text; a busy kernel sends it in pieces.
    """
    for stream, found in groupby(cell.outputs, key=stream_of):
        if stream is not None:
            yield stream, "".join(output.text for output in found)
        else:
            yield from map(output_shown, found)


def stream_of(output: Notebook) -> str | None:
    return output.name if output.output_type == "stream" else None


def output_shown(output: Notebook) -> Output:
    if output.output_type == "error":
        return "error", f"{output.ename}: {output.evalue}"
    return shown(output.data)


def shown(data: dict[str, str]) -> Output:
    image = next((kind for kind in IMAGES if kind in data), None)
    if image is not None:
        return image, ""
    kind = next(kind for kind in SHOWN if kind in data)
    return kind, data[kind]
