"""What came from npm is what its manifest says, and nothing else is there."""

import hashlib
import json
from pathlib import Path

import crudgen.admin
from crudgen.admin.assets import asset
from crudgen.admin.icons import draw_icon

VENDOR = Path(crudgen.admin.__file__).parent / "static/vendor"
FILES = json.loads((VENDOR / "manifest.json").read_text("utf-8"))["files"]


def test_every_file_is_in_the_manifest_with_its_hash() -> None:
    listed = {one["file"]: one["sha256"] for one in FILES}
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VENDOR.iterdir() if file.name != "manifest.json"}
    assert found == listed


def test_every_entry_names_version_and_licence() -> None:
    assert all(one["version"] and one["licence"] and one["package"] for one in FILES)


def test_icons_are_drawn_and_unknown_ones_are_a_table() -> None:
    assert "<path" in draw_icon("shopping-cart")
    assert draw_icon("no-such-icon") == draw_icon("table")
    assert "<script" not in draw_icon("<script>")


def test_addresses_of_files_name_their_content() -> None:
    assert asset("crudgen/base.css").startswith("statics/crudgen/base.css?v=")
