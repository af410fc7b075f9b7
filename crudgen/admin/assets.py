"""Our own static files, with the hash of their content in the address, so that a browser may keep them."""

from functools import cache
from hashlib import blake2s
from importlib.resources import files
from pathlib import Path

STATIC = Path(str(files("crudgen.admin").joinpath("static")))
TEMPLATES = Path(str(files("crudgen.admin").joinpath("templates")))


@cache
def asset(name: str) -> str:
    """Return the address of a file of `static`, below the panel's."""
    digest = blake2s((STATIC / name).read_bytes(), digest_size=6).hexdigest()
    return f"statics/{name}?v={digest}"
