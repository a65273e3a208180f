"""How exact and how fast emitted code is, beside plain NumPy, SymPy, SciPy, PyTorch and JAX.

    python benchmarks/emitted.py [--runs 7] [--skip accuracy|speed] [--json]

The gradient of SoftArgmax, Σ i softmax(x)_i, in float64 and float32. Accuracy: the
largest error of an entry, in units of eps times the largest entry, and that of each
entry, in units of eps times its conditioning Σ_i |i - j| S_i / |j - SA|, against mpmath
with as many bits as the inputs need. Speed: medians of value and gradient, interleaved
in one process, beside a C kernel with vectorised exponentials (gcc) and a mere copy.
To have the peers: pip install scipy torch jax numba.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
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
        both = {t: accuracy(np.dtype(t)) for t in ("float64", "float32")}
        found["accuracy"] = {t: normwise for t, (normwise, _) in both.items()}
        found["entrywise"] = {t: entrywise for t, (_, entrywise) in both.items()}
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
    theorems = {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}

    def emitted(target: str) -> Callable[..., tuple[Any, Any]]:
        space: dict[str, Any] = {"__name__": "emitted"}
        exec(derivation.emit(theorems, report.derivation.declared.emit, target), space)  # noqa: S102
        return space["softargmax_value_and_gradient"]

    both = emitted("numpy")
    found = {"emitted": both, "accurate=True": partial(both, accurate=True)}
    if importlib.util.find_spec("numba"):
        found["emitted, numba"] = emitted("numba")
    found["plain NumPy"] = plain
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

    softmax_mean = torch.compile(lambda x, index: (torch.softmax(x, -1) * index).sum(-1))

    def compiled(x: np.ndarray) -> tuple[Any, Any]:
        leaf = torch.from_numpy(x).requires_grad_(True)
        value = softmax_mean(leaf, torch.arange(1, x.shape[-1] + 1, dtype=leaf.dtype))
        value.sum().backward()
        return value.detach().numpy(), leaf.grad.numpy()

    return {"torch autograd": value_and_gradient, "torch.compile": compiled}


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


C_KERNEL = """
#include <math.h>
#include <stddef.h>
void kernel(const T *x, T *value, T *g, ptrdiff_t rows, ptrdiff_t n) {
    for (ptrdiff_t r = 0; r < rows; r++, x += n, g += n) {
        T m = x[0], z = 0, s = 0, mu = 0;
        for (int i = 1; i < n; i++) m = x[i] > m ? x[i] : m;
        for (int i = 0; i < n; i++) { g[i] = EXP(x[i] - m); z += g[i]; s += g[i] * (T)(i + 1); }
        T c = RINT(s / z);
        for (int i = 0; i < n; i++) mu += g[i] * ((T)(i + 1) - c);
        mu /= z;
        T by = 1 / z;
        for (int i = 0; i < n; i++) g[i] *= ((T)(i + 1) - c - mu) * by;
        value[r] = c + mu;
    }
}
"""


def limits(dtype: np.dtype[Any]) -> dict[str, Any]:
    """The limit's probes: the same formula in C on one core, and a copy."""

    def copy(x: np.ndarray) -> tuple[Any, Any]:
        return None, x.copy()

    found: dict[str, Any] = {"copy": copy}
    gcc = shutil.which("gcc")
    if gcc is None:
        return found
    folder = Path(tempfile.mkdtemp())
    (folder / "kernel.c").write_text(C_KERNEL)
    names = ("double", "exp", "rint") if dtype == np.float64 else ("float", "expf", "rintf")
    macros = [f"-D{key}={name}" for key, name in zip(("T", "EXP", "RINT"), names, strict=True)]
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", *macros]
    subprocess.run([gcc, *flags, "kernel.c", "-o", "kernel.so", "-lmvec", "-lm"], cwd=folder, check=True)
    kernel = ctypes.CDLL(str(folder / "kernel.so")).kernel

    def in_c(x: np.ndarray) -> tuple[Any, Any]:
        value, gradient = np.empty(x.shape[0], x.dtype), np.empty_like(x)
        sizes = (ctypes.c_ssize_t(size) for size in x.shape)
        kernel(*(ctypes.c_void_p(a.ctypes.data) for a in (x, value, gradient)), *sizes)
        return value, gradient

    return {"C, one core": in_c, **found}


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


def exact(x: np.ndarray) -> tuple[list[Any], Any, list[Any]]:
    """The gradient in as many bits as j - SA loses; its largest entry; each entry times its conditioning."""
    first, second = np.sort(x.astype(float))[:-3:-1]
    with mpmath.workprec(int(MIN_BITS + 3 * (first - second))):
        e = [mpmath.exp(mpmath.mpf(float(v))) for v in x]
        total = mpmath.fsum(e)
        mean = mpmath.fsum(k * v for k, v in enumerate(e, 1)) / total
        found = [v * (k - mean) / total for k, v in enumerate(e, 1)]
        # κ_j |g_j| = S_j Σ_i |i - j| S_i, by running sums: Σ_{i<=j} and Σ_{i>j}
        below = above = mpmath.mpf(0)
        weight, moment = mpmath.mpf(0), mean
        scale = []
        for k, v in enumerate(e, 1):
            share = v / total
            weight += share
            below += k * share
            above = moment - below
            scale.append(share * (k * weight - below + above - k * (1 - weight)))
        return found, max(map(abs, found)), scale


def accuracy(dtype: np.dtype[Any]) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """The largest error over eps times the largest entry, and that of entries over eps times κ."""
    found: dict[str, dict[str, float]] = {}
    entrywise: dict[str, dict[str, float]] = {}
    functions = {
        name: (lambda x, f=f: f(x)[1]) for name, f in contestants().items() if name != "torch.compile"
    }
    formula = reference(derivation.check("softargmax").theorem("SA'(X)"))
    functions["SymPy lambdify"] = lambda x: (
        np.array(formula(x)) if x.size <= MAX_SYMPY else np.full(x.shape, np.nan)
    )
    for name, values in cases():
        x = values.astype(dtype)
        wanted, largest, scale = exact(x)
        if float(largest) < np.finfo(dtype).tiny:
            continue
        row = found.setdefault(name, {})
        for who, function in functions.items():
            with np.errstate(all="ignore"):
                given = np.asarray(function(x), dtype=float)
            if not np.isfinite(given).all():
                row[who] = float("nan")
                continue
            errors = [abs(mpmath.mpf(float(a)) - b) for a, b in zip(given, wanted, strict=True)]
            eps, tiny = float(np.finfo(dtype).eps), float(np.finfo(dtype).tiny)
            row[who] = float(max(errors) / largest / eps)
            own = [e / s for e, s, b in zip(errors, scale, wanted, strict=True) if abs(b) > tiny / eps]
            entrywise.setdefault(name, {})[who] = float(max(own, default=mpmath.nan) / eps)
        print(f"{dtype} {name}: {row['emitted']:.2f} eps", file=sys.stderr)
    return found, entrywise


# Speed


def speed(dtype: np.dtype[Any], runs: int) -> dict[str, dict[str, float]]:
    """Median seconds for value and gradient, by shape and contestant, interleaved."""
    found: dict[str, dict[str, float]] = {}
    functions = contestants() | limits(dtype)
    del functions["accurate=True"]
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
    for what, unit in (
        ("accuracy", "error, in eps of the largest entry"),
        ("entrywise", "error of an entry, in eps of its conditioning"),
        ("speed", "milliseconds"),
    ):
        for dtype, rows in found.get(what, {}).items():
            names = list(dict.fromkeys(name for row in rows.values() for name in row))
            yield f"\n| {unit}, {dtype} | {' | '.join(names)} |"
            yield "|:--|" + "--:|" * len(names)
            scale = 1e3 if what == "speed" else 1
            for label, row in rows.items():
                shown = (_number(scale * row.get(name, float("nan"))) for name in names)
                yield f"| {label} | {' | '.join(shown)} |"


def _number(value: float) -> str:
    return "nan" if value != value else f"{value:.3g}" if value < 1e4 else f"{value:.1e}"


if __name__ == "__main__":
    main()
