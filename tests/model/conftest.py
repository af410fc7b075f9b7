"""Fixtures of the model's tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden import compare


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Return what compares a text with `golden/<name>.sql`; CRUDGEN_REGENERATE=1 writes it."""
    return lambda name, text: compare(Path(__file__).parent / "golden" / f"{name}.sql", text)
