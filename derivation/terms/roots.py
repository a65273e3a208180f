"""Odd roots: functions of one argument that exist for negative numbers, too, `root3(-8) = -2`."""

from __future__ import annotations

ODD_ROOTS = {f"root{order}": order for order in range(3, 16, 2)}
"""The name of each as a function, and its order."""
NAMES = {order: name for name, order in ODD_ROOTS.items()}
