"""A real `crudgen serve` in another process, for tests that look from the outside."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = (sys.executable, "-m", "crudgen")
"""The crudgen of this checkout; another command is one that was installed somewhere."""


@dataclass(slots=True)
class Served:
    """A running server: where it answers, and the lines it has printed on standard error so far."""

    url: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)


def clean_environment(command: Sequence[str] = PYTHON) -> dict[str, str]:
    """Return this process's environment without settings of crudgen's; only our own command finds this checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRUDGEN_") and name != "PYTHONPATH"}
    return kept | ({"PYTHONPATH": str(ROOT)} if command is PYTHON else {})


def run_crudgen(*arguments: str, cwd: Path, command: Sequence[str] = PYTHON, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command of crudgen in a folder and return what came of it."""
    environment = clean_environment(command)
    return subprocess.run(
        [*command, *arguments], cwd=cwd, input=stdin, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def serving(
    folder: Path, *arguments: str, command: Sequence[str] = PYTHON, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve the project in `folder` on a free port while the block runs; fails with what was printed if it never answers."""
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", *arguments],
        cwd=folder,
        env=clean_environment(command) | dict(environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    served = Served("", process)
    answers = threading.Event()
    reader = threading.Thread(target=_read, args=(served, answers), daemon=True)
    reader.start()
    try:
        answers.wait(60)
        assert served.url, "the server did not start:\n" + "".join(served.lines)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=30)
        reader.join(timeout=10)
        assert process.stderr is not None
        process.stderr.close()


def _read(served: Served, answers: threading.Event) -> None:
    assert served.process.stderr is not None
    for line in served.process.stderr:
        served.lines.append(line)
        found = re.match(r"crudgen: serving on (http://\S+)", line)
        if found:
            served.url = found[1]
            answers.set()
    answers.set()
