"""No test reads or fills the user's cache: verdicts are kept nowhere, but where a test says so."""

import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def _no_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["DERIVATION_NO_CACHE"] = "1"
    os.environ["DERIVATION_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
