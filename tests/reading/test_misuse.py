"""Declared kinds that the document contradicts: refused, with the line and what to do."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.declared import ReadingError

REFUSED = {
    "a number under a sum": (
        "$$ q = 1 $$\n\n$$ \\sum_k x_k = q $$",
        "x = 'number'",
        "x is declared as a number, but `x_k` in line 3 has the index k, which runs; "
        "declare it an array, or give one of the two another name",
    ),
    "a number in a product over an index": (
        "$$ P = \\prod_{i=1}^n p_i $$",
        "p = 'real'",
        "p is declared as a real number, but `p_i` in line 1 has the index i, which runs; "
        "declare it an array, or give one of the two another name",
    ),
    "a number with a shifted index": (
        "$$ N_{t+1} = 2 N_t $$",
        "N = 'number'",
        "N is declared as a number, but `N_{t+1}` in line 1 has the index t, which runs; "
        "declare it an array, or give one of the two another name",
    ),
    "a number with an index that the text gives a range": (
        "For $k = 1, \\dots, m$:\n$$ c_k = 2 $$",
        "c = 'number'",
        "c is declared as a number, but `c_k` in line 2 has the index k, which runs; "
        "declare it an array, or give one of the two another name",
    ),
    "a number with a declared index": (
        "$$ c_p = 2 $$",
        "c = 'number'\np = 'index'",
        "c is declared as a number, but `c_p` in line 1 has the index p, which runs; "
        "declare it an array, or give one of the two another name",
    ),
    "a number as an entry of samples": (
        "$$ m = \\sum_{i=1}^n x^{(i)} $$",
        "x = 'number'",
        "x is declared as a number, but `x^{(i)}` in line 1 has the index i, which runs; "
        "declare it an array, or give one of the two another name",
    ),
    "a number at the end of a sum": (
        "$$ \\sum_{i=1}^n x_i = n $$",
        "n = 'number'",
        "n is declared as a number, but a sum ends at it in line 1; declare it a size",
    ),
    "a number that only runs": (
        "$$ \\sum_{i=1}^n x_i = n $$",
        "i = 'number'",
        "i is declared as a number, but all that it does is run, in line 1; declare it an index",
    ),
    "a number with a value at 0": (
        "$$ g(0) = 1 $$",
        "g = 'number'",
        "g is declared as a number, but `g (0)` in line 1 is its value at 0; declare it a function",
    ),
    "a number that is defined as a function": (
        "$$ p(x) = x^2 $$",
        "p = 'number'",
        "p is declared as a number, but line 1 defines it at an argument, `p (x)`; declare it a function",
    ),
    "a size that runs": (
        "$$ \\sum_{n=1}^m x_n = 1 $$",
        "n = 'size'",
        "n is declared as a size, but a sum runs over it in line 1; "
        "declare it an index, or give one of the two another name",
    ),
    "a label that runs": (
        "$$ \\sum_{s=1}^3 u_s = 1 $$",
        "s = 'label'",
        "s is declared as a label, but a sum runs over it in line 1; "
        "declare it an index, or give one of the two another name",
    ),
    "an index that has one": (
        "$$ k_i = 1 $$",
        "k = 'index'",
        "k is declared as an index, but it has an index itself in line 1, `k_i`; "
        "declare it an array, or give one of the two another name",
    ),
    "a vector with two indices": (
        "$$ x_{ij} = 1 $$",
        "x = 'vector'",
        "x is declared as a vector, but `x_{ij}` in line 1 has 2 indices; "
        "declare it an array, with a range for each index or none",
    ),
    "a matrix with one index": (
        "$$ A_i = 1 $$",
        "A = 'matrix over n, m'\nn = 'size'\nm = 'size'",
        "A is declared as a matrix over n and m, but `A_i` in line 1 has 1 index; "
        "declare it an array, with a range for each index or none",
    ),
    "a function without an argument": (
        "$$ f = a + b $$\n$$ 2 f = 2 a + 2 b $$",
        "f = 'function'",
        "f is declared as a function, but line 1 defines it without an argument; "
        "print its argument, or declare it a number",
    ),
    "a name that is not there": (
        "$$ \\beta = 1 $$",
        "'\\eta' = 'number'",
        "\\eta does not occur in text; did you mean '\\\\beta'?",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_document_contradicts_is_refused(name: str) -> None:
    text, kinds, message = REFUSED[name]
    with pytest.raises(ReadingError) as refused:
        derivation.loads(text, f"[kinds]\n{kinds}")
    assert str(refused.value) == f"reading: kinds: {message}"


TAKEN = {
    "a number beside a sum over its letter": (r"$$ k = 2 $$ $$ \sum_k x_k = k $$", "k = 'number'"),
    "a number before parentheses": (r"$$ c (1 - c) = c - c^2 $$", "c = 'number'"),
    "a number whose product is defined": (r"$$ c(b) = b c $$", "c = 'number'"),
    "an array of one index and of two": (r"$$ x_i = \sum_j x_{ij} $$", "x = 'array'"),
    "a vector as a whole": (r"$$ y = A x $$", "x = 'vector'\nA = 'matrix'"),
    "a function and its derivative": (r"$$ f' = f'(x) $$", "f = 'function'"),
    "a function in a power": (r"$$ f^2(x) = 1 $$", "f = 'function'"),
    "a size that only a range needs": (r"$$ \sum_k x_k = 1 $$", "x = 'vector over m'\nm = 'size'"),
    "an operator before brackets": (r"$$ D[x] = 1 $$", "D = 'operator'"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_the_document_bears_out_is_taken(name: str) -> None:
    text, kinds = TAKEN[name]
    assert derivation.loads(text, f"[kinds]\n{kinds}").declared.kinds


def test_the_line_of_a_notebook_is_that_of_its_cell() -> None:
    cell = (
        '{"cell_type": "markdown", "metadata": {}, "source": ["$$ n = 1 $$\\n", "$$ x_k = \\\\sum_k x_k $$"]}'
    )
    notebook = f'{{"cells": [{cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    with pytest.raises(ReadingError, match=r"`x_k` in cell 1, line 2 has the index k"):
        derivation.loads(notebook, "[kinds]\nx = 'number'", format="notebook")
