"""The browser's interpreter of expressions, run by node: one process, a line of JSON a question."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "crudgen" / "admin" / "static" / "crudgen" / "expression.js"
RUNNER = Path(__file__).parent / "expression_runner.mjs"


class Browser:
    """A running interpreter."""

    def __init__(self, folder: Path) -> None:
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not installed")
        module = folder / "expression.mjs"  # node takes a file for a module by its ending
        module.write_bytes(SCRIPT.read_bytes())
        self.process = subprocess.Popen([node, RUNNER, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, question: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def close(self) -> None:
        self.process.communicate(timeout=10)
