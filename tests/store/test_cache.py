"""The cache of statements."""

from crudgen.store.cache import Statements


def test_a_statement_is_rendered_once() -> None:
    rendered: list[str] = []
    cache: Statements[str] = Statements()
    for _ in range(3):
        assert cache.get("a", lambda: rendered.append("a") or "A") == "A"  # type: ignore[func-returns-value]
    assert rendered == ["a"]


def test_what_is_used_is_kept_and_the_rest_is_forgotten() -> None:
    rendered: list[int] = []

    def render(number: int) -> int:
        rendered.append(number)
        return number

    cache: Statements[int] = Statements(size=3)
    for number in range(30):
        cache.get(-1, lambda: render(-1))
        cache.get(number, lambda number=number: render(number))  # type: ignore[misc]
    assert rendered.count(-1) == 1
    assert len(cache._young) + len(cache._old) <= 6
