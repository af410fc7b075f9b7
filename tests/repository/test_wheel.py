"""The wheel, as an image or a user installs it: built, put into an empty environment, and served from in a clean folder."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.support.server import run_crudgen, serving

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built as the Dockerfile builds it."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `crudgen` of an empty environment that the wheel was installed into, with nothing but what it asks for."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    done = subprocess.run([folder / "bin" / "pip", "install", "--quiet", str(wheel)], capture_output=True, text=True, check=False)
    if "NewConnectionError" in done.stderr or "Retry(total=" in done.stderr:
        pytest.skip("the package index cannot be reached, so nothing can be installed into an empty environment")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "bin" / "crudgen"


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "crudgen"]
    tracked = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == {name for name in tracked.stdout.splitlines() if (ROOT / name).is_file()}


def test_a_new_project_is_served_from_the_installed_wheel(command: Path, tmp_path: Path) -> None:
    made = run_crudgen("init", "shop", cwd=tmp_path, command=[str(command)])
    assert made.returncode == 0, made.stderr
    shop = tmp_path / "shop"
    assert run_crudgen("revise", "-m", "first", cwd=shop, command=[str(command)]).returncode == 0
    with serving(shop, "--migrate", command=[str(command)]) as served:
        assert httpx.get(f"{served.url}/healthz").status_code == 200
        assert httpx.get(f"{served.url}/readyz").status_code == 200
        login = httpx.get(f"{served.url}/admin/", follow_redirects=True)
        assert login.status_code == 200
        assets = re.findall(r'(?:href|src)="([^"]+\.(?:css|js))', login.text)
        assert assets
        assert {httpx.get(httpx.URL(str(login.url)).join(asset)).status_code for asset in assets} == {200}
        docs = httpx.get(f"{served.url}/api/docs")
        assert docs.status_code in {200, 401}


def test_the_dockerfile_builds_the_same_wheel_and_serves_it() -> None:
    assert "python -m build --wheel" in DOCKERFILE
    assert re.search(r"pip install .*/dist/\*\.whl", DOCKERFILE)
    copied = set(re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)[0].split()) | {"crudgen"}
    assert copied == {"pyproject.toml", "README.md", "LICENSE", "crudgen"}
    assert '"crudgen", "serve", "--migrate"' in DOCKERFILE


def test_the_image_has_two_stages_a_plain_user_and_a_healthcheck() -> None:
    assert len(re.findall("^FROM ", DOCKERFILE, re.MULTILINE)) == 2
    assert DOCKERFILE.index("\nUSER crudgen") < DOCKERFILE.index("\nCMD ")
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/healthz" in DOCKERFILE


def test_what_the_build_needs_is_let_through_by_dockerignore() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    assert allowed == {"pyproject.toml", "README.md", "LICENSE", "crudgen"}
