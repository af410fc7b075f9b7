"""The server's secret: where it comes from, and that one wins of many starts."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crudgen.config import load_settings
from crudgen.errors import UserError
from crudgen.service.secret import load_secrets, read_or_make


def test_the_first_start_makes_a_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    (made,) = load_secrets(settings)
    assert len(made) >= 32
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert load_secrets(settings) == (made,)


def test_the_setting_goes_before_the_file(tmp_path: Path) -> None:
    given = "Qm3yZt8WnKc5RvX2" * 2
    (tmp_path / "config.yaml").write_text(f"server: {{secret: {given}}}\n")
    assert load_secrets(load_settings(tmp_path, {})) == (given.encode(),)
    assert not (tmp_path / "data" / "secret").exists()


def test_former_secrets_come_after_the_one_of_now(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(f"server: {{secret: {'n' * 40}, old_secrets: [{'o' * 40}, '${{GONE:}}', {'n' * 40}]}}\n")
    settings = load_settings(tmp_path, {})
    assert load_secrets(settings) == (b"n" * 40, b"o" * 40)
    assert "ooo" not in repr(settings)


def test_many_starts_at_once_agree(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret"
    with ThreadPoolExecutor(16) as pool:
        texts = set(pool.map(lambda index: read_or_make(path, f"text {index}"), range(64)))
    assert len(texts) == 1
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.touch()
    with pytest.raises(UserError, match="is empty"):
        read_or_make(path, "text")
