"""Code is written where none of the libraries that it is for are installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("array_api_compat", "numba", "torch", "jax"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
import derivation

text = "$$ y = \\\\sum_i x_i^2 $$ $$ \\\\frac{\\\\partial y}{\\\\partial x_j} = 2 x_j $$"
report = derivation.check(derivation.loads(text))
theorem = report.theorem("\\\\frac{\\\\partial y}{\\\\partial x_j}")
print(derivation.emit(theorem, target=sys.argv[1]).count("def "))
"""


@pytest.mark.parametrize("target", ["numpy", "array-api", "numba"])
def test_code_is_written_without_the_library_that_it_is_for(target: str) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT, target], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
