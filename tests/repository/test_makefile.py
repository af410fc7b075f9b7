"""The commands of the README exist, and `.ci/run` runs what they run."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+)%?:", text, re.MULTILINE))


def test_every_make_command_of_the_documents_is_a_target() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for path in documents for name in re.findall(r"\bmake ([a-z-]+)", " ".join(code_of(path)))}
    assert {"serve", "test"} <= named
    assert named - targets() == set()


def code_of(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"```.*?```", text, re.DOTALL) + re.findall(r"`[^`\n]+`", text)


def test_make_help_lists_the_commands() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "make serve" in done.stdout
    assert "make test" in done.stdout


def test_ci_runs_lint_and_every_test() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make lint" in script
    assert script.rstrip().endswith("make test")


def test_the_scripts_are_sound_shell() -> None:
    for name in ("run", "install-system"):
        subprocess.run(["bash", "-n", str(ROOT / ".ci" / name)], check=True)
