"""Tabler's outline icons as inline SVG, by name; the drawings are in `static/vendor`."""

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

FRAME = Markup(
    '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)
UNKNOWN = "table"


@cache
def load_drawings() -> Mapping[str, str]:
    """Return the inside of every icon by name, read once."""
    packed = files("crudgen.admin").joinpath("static", "vendor", "tabler-icons.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return dict(line.split("\t", 1) for line in lines)


@cache
def draw_icon(name: str) -> Markup:
    """Return the icon `name`, or a plain table where there is no such icon; decoration only, hidden from screen readers."""
    drawings = load_drawings()
    return FRAME.format(Markup(drawings.get(name) or drawings[UNKNOWN]))  # noqa: S704 - our own vendored file
