"""How exact the emitted gradient of SoftArgmax is on random rows, against mpmath.

    python benchmarks/rows.py [--rows 10000] [--target numpy] [--dtype float64]

Rows of 2 to 60 entries: normal and uniform ones, peaks, near-ties, integers, rows with one
entry that outweighs all others, from 0.01 to 500 wide and as far from 0. For each, the largest
error of an entry in eps of the largest entry, and that of each entry in eps of its conditioning
Σ_i |i - j| S_i / |j - SA|. The table tells how many rows stay below which error.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import numpy as np
from emitted import exact, plain

import derivation

QUANTILES = (0.5, 0.9, 0.99, 0.999, 1.0)


def rows(count: int, dtype: np.dtype[Any]) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(20)
    for k in range(count):
        n = int(rng.integers(2, 61))
        width = 10 ** rng.uniform(-2, np.log10(500))
        far = rng.choice([0.0, 0.0, 1.0, -1.0]) * 10 ** rng.uniform(-1, np.log10(500))
        shape = (
            rng.normal(size=n),
            rng.uniform(-1, 1, n),
            -(((np.arange(n) - rng.uniform(0, n)) / rng.uniform(0.5, n)) ** 2),
            np.where(np.arange(n) == rng.integers(n), 1.0, 1e-3 * rng.normal(size=n)),
            np.rint(3 * rng.normal(size=n)) / 3,
        )[k % 5]
        yield (width * shape + far).astype(dtype)


def errors(gradients: list[np.ndarray], x: np.ndarray) -> list[tuple[float, float]]:
    """Of the largest entry, and of its conditioning, in eps; none where all entries are next to 0."""
    wanted, largest, scale = exact(x)
    eps, least = float(np.finfo(x.dtype).eps), float(np.finfo(x.dtype).tiny) / float(np.finfo(x.dtype).eps)
    told = []
    for gradient in gradients if largest >= least else ():
        found = [abs(mpmath.mpf(float(a)) - b) for a, b in zip(gradient, wanted, strict=True)]
        own = [e / s for e, s, b in zip(found, scale, wanted, strict=True) if abs(b) > least]
        told.append((float(max(found) / largest / eps), float(max(own) / eps)))
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--target", default="numpy")
    parser.add_argument("--dtype", default="float64")
    options = parser.parse_args()
    report = derivation.check("softargmax")
    emitted = derivation.lambdify(report.theorem("SA'(X)"), options.target)
    functions: dict[str, Callable[[np.ndarray], Any]] = {
        "emitted": emitted,
        "accurate=True": lambda x: emitted(x, accurate=True),
        "plain NumPy": lambda x: plain(x)[1],
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in functions}
    for x in rows(options.rows, np.dtype(options.dtype)):
        gradients = [np.asarray(function(x), dtype=float) for function in functions.values()]
        for name, told in zip(functions, errors(gradients, x), strict=False):
            found[name].append(told)
    print(
        f"| {options.dtype}, {len(found['emitted'])} rows | "
        f"{' | '.join(f'{q:.1%}' for q in QUANTILES)} | > 2 |"
    )
    print("|:--|" + "--:|" * (len(QUANTILES) + 1))
    for place, unit in enumerate(("of the largest entry", "of its conditioning")):
        for name, pairs in found.items():
            values = np.sort([pair[place] for pair in pairs])
            at = (values[min(len(values) - 1, int(q * len(values)))] for q in QUANTILES)
            share = f"{np.mean(values > 2):.2%}"
            print(f"| {name}, eps {unit} | {' | '.join(f'{v:.3g}' for v in at)} | {share} |")


if __name__ == "__main__":
    main()
