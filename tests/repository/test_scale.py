"""A budget for a thousand entities: three times the figures that `make bench-scale` is measured against, so that only a slip fails."""

import pytest

from benchmarks.scale import TARGETS, Figures, measure

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("scale")]


@pytest.fixture(scope="module")
def figures() -> Figures:
    return measure(entities=1000, requests=200, rounds=5)


@pytest.mark.parametrize("name", TARGETS)
def test_a_thousand_entities_stay_within_three_times_the_target(name: str, figures: Figures) -> None:
    assert getattr(figures, name) <= 3 * TARGETS[name]
