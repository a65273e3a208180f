"""How exact and how fast emitted code is, beside plain NumPy, SymPy, SciPy, PyTorch and JAX.

    python benchmarks/emitted.py [--runs 7] [--skip accuracy|speed] [--json]

The gradient of SoftArgmax, Σ i softmax(x)_i, in float64 and float32. Accuracy: the
largest error of an entry, in units of eps times the largest entry, against mpmath
with as many bits as the inputs need. Speed: medians of value and gradient,
interleaved in one process. To have the peers: pip install scipy torch jax.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import mpmath
import numpy as np

import derivation
from derivation.emit.reference import reference

MAX_EXACT = 100_000
MAX_SYMPY = 10
MIN_BITS = 300
SHAPES = ((1, 10), (1, 1000), (1, 1_000_000), (1, 10_000_000), (10_000, 1000), (1_000_000, 16))

Function = Callable[[np.ndarray], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--skip", choices=("accuracy", "speed"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[str, Any] = {
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    }
    if options.skip != "accuracy":
        found["accuracy"] = {str(t): accuracy(np.dtype(t)) for t in ("float64", "float32")}
    if options.skip != "speed":
        found["speed"] = {str(t): speed(np.dtype(t), options.runs) for t in ("float64", "float32")}
    print(json.dumps(found, indent=1) if options.json else "\n".join(tables(found)))


# The contestants: value and gradient of rows, along the last axis


def plain(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a person writes: S (j - SA), the maximum taken away."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    s = e / e.sum(axis=-1, keepdims=True)
    index = np.arange(1, x.shape[-1] + 1, dtype=x.dtype)
    value = (s * index).sum(axis=-1, keepdims=True)
    return value[..., 0], s * (index - value)


def contestants() -> dict[str, Callable[[np.ndarray], tuple[Any, Any]]]:
    report = derivation.check("softargmax")
    space: dict[str, Any] = {"__name__": "emitted"}
    theorems = {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}
    exec(derivation.emit(theorems, report.derivation.declared.emit), space)  # noqa: S102
    found = {"emitted": space["softargmax_value_and_gradient"], "plain NumPy": plain}
    for package, make in (("scipy", _scipy), ("torch", _torch), ("jax", _jax)):
        try:
            found |= make(importlib.import_module(package))
        except ImportError:
            print(f"{package} is not installed, and left out", file=sys.stderr)
    return found


def _scipy(scipy: Any) -> dict[str, Any]:
    softmax = importlib.import_module("scipy.special").softmax

    def value_and_gradient(x: np.ndarray) -> tuple[Any, Any]:
        s = softmax(x, axis=-1)
        index = np.arange(1, x.shape[-1] + 1, dtype=x.dtype)
        value = (s * index).sum(axis=-1, keepdims=True)
        return value[..., 0], s * (index - value)

    return {"SciPy softmax": value_and_gradient}


def _torch(torch: Any) -> dict[str, Any]:
    def value_and_gradient(x: np.ndarray) -> tuple[Any, Any]:
        leaf = torch.from_numpy(x).requires_grad_(True)
        index = torch.arange(1, x.shape[-1] + 1, dtype=leaf.dtype)
        value = (torch.softmax(leaf, -1) * index).sum(-1)
        value.sum().backward()
        return value.detach().numpy(), leaf.grad.numpy()

    return {"torch autograd": value_and_gradient}


def _jax(jax: Any) -> dict[str, Any]:
    jax.config.update("jax_enable_x64", True)
    jnp = importlib.import_module("jax.numpy")

    def total(x: Any) -> Any:
        index = jnp.arange(1, x.shape[-1] + 1, dtype=x.dtype)
        value = (jax.nn.softmax(x, axis=-1) * index).sum(axis=-1)
        return value.sum(), value

    both = jax.jit(jax.value_and_grad(total, has_aux=True))

    def value_and_gradient(x: np.ndarray) -> tuple[Any, Any]:
        (_, value), gradient = both(x)
        return np.asarray(value), np.asarray(gradient.block_until_ready())

    return {"JAX value_and_grad, jit": value_and_gradient}


# Accuracy


def cases() -> Iterator[tuple[str, np.ndarray]]:
    rng = np.random.default_rng(0)
    for n in (10, 1000, MAX_EXACT):
        for scale in (1, 30, 300, 1000):
            yield f"N(0, 1) x {scale}, n = {n}", scale * rng.normal(size=n)
    for n in (10, 1000):
        yield f"one-hot + 40, n = {n}", np.where(np.arange(n) == n // 3, 40.0, 0.0)
    for width in (2, 30):
        yield f"heatmap peak of width {width}, n = 1000", -(((np.arange(1000) - 412.3) / width) ** 2)
    yield "[40, 0]", np.array([40.0, 0.0])
    yield "uniform, n = 1000", np.zeros(1000)
    cluster = np.full(20_000, -60.0)
    cluster[17_500:18_500] = 1e-3 * rng.normal(size=1000)
    cluster[0] = 0.01
    yield "1000 near-ties at 0.9 n, the largest at 1", cluster


def exact(x: np.ndarray) -> tuple[list[Any], Any]:
    """The gradient in as many bits as j - SA loses, by the gap of the two largest; and its largest entry."""
    first, second = np.sort(x.astype(float))[:-3:-1]
    with mpmath.workprec(int(MIN_BITS + 3 * (first - second))):
        e = [mpmath.exp(mpmath.mpf(float(v))) for v in x]
        total = mpmath.fsum(e)
        mean = mpmath.fsum(k * v for k, v in enumerate(e, 1)) / total
        found = [v * (k - mean) / total for k, v in enumerate(e, 1)]
        return found, max(map(abs, found))


def accuracy(dtype: np.dtype[Any]) -> dict[str, dict[str, float]]:
    """The largest error over eps times the largest entry, by case and contestant."""
    found: dict[str, dict[str, float]] = {}
    functions = {name: (lambda x, f=f: f(x)[1]) for name, f in contestants().items()}
    formula = reference(derivation.check("softargmax").theorem("SA'(X)"))
    functions["SymPy lambdify"] = lambda x: (
        np.array(formula(x)) if x.size <= MAX_SYMPY else np.full(x.shape, np.nan)
    )
    for name, values in cases():
        x = values.astype(dtype)
        wanted, largest = exact(x)
        if float(largest) < np.finfo(dtype).tiny:
            continue
        row = found.setdefault(name, {})
        for who, function in functions.items():
            with np.errstate(all="ignore"):
                given = np.asarray(function(x), dtype=float)
            if not np.isfinite(given).all():
                row[who] = float("nan")
                continue
            error = max(abs(mpmath.mpf(float(a)) - b) for a, b in zip(given, wanted, strict=True))
            row[who] = float(error / largest / float(np.finfo(dtype).eps))
        print(f"{dtype} {name}: {row['emitted']:.2f} eps", file=sys.stderr)
    return found


# Speed


def speed(dtype: np.dtype[Any], runs: int) -> dict[str, dict[str, float]]:
    """Median seconds for value and gradient, by shape and contestant, interleaved."""
    found: dict[str, dict[str, float]] = {}
    functions = contestants()
    for shape in SHAPES:
        x = np.random.default_rng(0).normal(size=shape).astype(dtype)
        repeat = max(1, 20_000 // x.size)
        times: dict[str, list[float]] = {who: [] for who in functions}
        for function in functions.values():
            function(x)
        for _ in range(runs):
            for who, function in functions.items():
                start = time.perf_counter()
                for _ in range(repeat):
                    function(x)
                times[who].append((time.perf_counter() - start) / repeat)
        found[" x ".join(map(str, shape))] = {who: median(all_) for who, all_ in times.items()}
        print(f"{dtype} {shape} measured", file=sys.stderr)
    return found


# Tables


def tables(found: dict[str, Any]) -> Iterator[str]:
    yield found["machine"]
    for what, unit in (("accuracy", "error, in eps of the largest entry"), ("speed", "milliseconds")):
        for dtype, rows in found.get(what, {}).items():
            names = list(dict.fromkeys(name for row in rows.values() for name in row))
            yield f"\n| {unit}, {dtype} | {' | '.join(names)} |"
            yield "|:--|" + "--:|" * len(names)
            scale = 1e3 if what == "speed" else 1
            for label, row in rows.items():
                yield f"| {label} | {' | '.join(_number(scale * row[name]) for name in names)} |"


def _number(value: float) -> str:
    return "nan" if value != value else f"{value:.3g}" if value < 1e4 else f"{value:.1e}"


if __name__ == "__main__":
    main()
