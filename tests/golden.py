"""Golden texts: compared with a file, or written to it when CRUDGEN_REGENERATE is set. Look at the difference before committing it."""

import os
from pathlib import Path


def compare(path: Path, text: str) -> None:
    """Compare a text with the golden file at `path`."""
    text = text.rstrip() + "\n"
    if os.environ.get("CRUDGEN_REGENERATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path} is not there; run the test once with CRUDGEN_REGENERATE=1"
    assert text == path.read_text(encoding="utf-8")
