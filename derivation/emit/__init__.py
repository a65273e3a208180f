"""Code from what is proved: NumPy modules, and functions in memory."""

from derivation.emit.errors import EmitError
from derivation.emit.numpy import emit, lambdify

__all__ = ["EmitError", "emit", "lambdify"]
