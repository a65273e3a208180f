"""No test reads or fills the user's cache, and none draws other examples from one run to the next."""

import os

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, database=None)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True, scope="session")
def _no_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["DERIVATION_NO_CACHE"] = "1"
    os.environ["DERIVATION_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
