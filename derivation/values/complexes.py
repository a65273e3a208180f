"""Complex numbers: a pair of scalars of any kind. One whose second part is exactly 0 is its first part."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derivation.records import dataclass

Scalar = Any


@dataclass(frozen=True, slots=True, eq=False)
class Complex:
    """`real + imaginary · i`."""

    real: Scalar
    imaginary: Scalar

    def __add__(self, other: Scalar) -> Scalar:
        if isinstance(other, Complex):
            return complex_of(self.real + other.real, self.imaginary + other.imaginary)
        return Complex(self.real + other, self.imaginary) if _is_part(other) else NotImplemented

    def __radd__(self, other: Scalar) -> Scalar:
        return self + other

    def __mul__(self, other: Scalar) -> Scalar:
        if isinstance(other, Complex):
            real = self.real * other.real + -1 * self.imaginary * other.imaginary
            return complex_of(real, self.real * other.imaginary + self.imaginary * other.real)
        if not _is_part(other):
            return NotImplemented
        return complex_of(self.real * other, self.imaginary * other)

    def __rmul__(self, other: Scalar) -> Scalar:
        return self * other

    def squared_size(self) -> Scalar:
        return self.real * self.real + self.imaginary * self.imaginary

    def conjugate(self) -> Scalar:
        return complex_of(self.real, -1 * self.imaginary)


def complex_of(real: Scalar, imaginary: Scalar) -> Scalar:
    exact = isinstance(imaginary, int | Fraction)
    return real if exact and imaginary == 0 else Complex(real, imaginary)


def _is_part(value: Scalar) -> bool:
    """Whether a value can be multiplied into both parts: anything but a dual number, which takes the pair."""
    return not hasattr(value, "slope")
