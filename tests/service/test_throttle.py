"""The throttle: limits, windows, and bounded memory."""

import pytest

from crudgen.errors import TooManyRequests
from crudgen.service.throttle import BY_ACCOUNT, BY_ADDRESS, Limit, Throttle, login_keys


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


KEYS = (("ann", Limit(3, 60)),)


def test_the_limit_th_failure_closes_the_door_and_says_for_how_long() -> None:
    throttle = Throttle(clock=Clock())
    for _ in range(3):
        throttle.check(KEYS)
        throttle.count_failure(KEYS)
    with pytest.raises(TooManyRequests) as caught:
        throttle.check(KEYS)
    assert caught.value.retry_after == 60


def test_it_opens_again_after_the_window() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(3):
        throttle.count_failure(KEYS)
    clock.now += 61
    throttle.check(KEYS)


def test_the_window_starts_at_the_first_failure() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(3):
        throttle.count_failure(KEYS)
        clock.now += 20
    throttle.check(KEYS)


def test_forgiven_failures_do_not_count() -> None:
    throttle = Throttle(clock=Clock())
    for _ in range(3):
        throttle.count_failure(KEYS)
    throttle.forgive("ann")
    throttle.check(KEYS)


def test_one_password_on_many_accounts_is_stopped_by_the_address() -> None:
    throttle = Throttle(clock=Clock())
    for index in range(BY_ADDRESS.failures):
        throttle.count_failure(login_keys(f"user{index}", "192.0.2.1"))
    with pytest.raises(TooManyRequests):
        throttle.check(login_keys("another", "192.0.2.1"))
    throttle.check(login_keys("another", "192.0.2.2"))


def test_many_addresses_on_one_account_are_stopped_by_the_account() -> None:
    throttle = Throttle(clock=Clock())
    for index in range(BY_ACCOUNT.failures):
        throttle.count_failure(login_keys("ann", f"192.0.2.{index}"))
    with pytest.raises(TooManyRequests):
        throttle.check(login_keys("ann", "198.51.100.1"))


def test_memory_is_bounded() -> None:
    throttle = Throttle(clock=Clock(), capacity=100)
    for index in range(1_000):
        throttle.count_failure(((index, Limit(3, 60)),))
    assert len(throttle._counts) == 100


def test_an_unknown_address_is_not_counted() -> None:
    assert [key for key, _ in login_keys("ann", "")] == [("account", "ann")]
