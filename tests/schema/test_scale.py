import time
from pathlib import Path

from crudgen.schema import load_catalog
from crudgen.schema.snapshot import dump_catalog, read_catalog

KINDS = (
    "string!", "text", "int", "decimal", "bool", "date", "datetime", "email",
    "{type: string, max_length: 40, unique: true, label: {en: Name, ru: Имя}}",
    "{type: enum, values: {draft: {label: Draft, color: grey}, done: {label: Done}}, default: draft}",
    "{type: decimal, precision: 10, scale: 2, min: 0}", "uuid", "{type: int, min: 0, max: 10, default: 5}", "float", "slug", "url",
    "time", "phone",
)  # fmt: skip
COUNT = 1_000
BUDGET = 12.0
"""Seconds of CPU: three times what is wanted on one quiet core."""


def write_entities(folder: Path) -> None:
    folder.mkdir()
    for number in range(COUNT):
        fields = [f"  f{index}: {kind}" for index, kind in enumerate(KINDS)]
        fields += [f"  parent: {{type: e{number * 7 % COUNT:04d}, inverse: kids_{number}}}"]
        fields += [f"  others: {{type: [e{(number * 3 + 1) % COUNT:04d}], inverse: of_{number}}}"]
        lines = ["search: [f0]", "fields:", *fields, "indexes: [[f2, -f5]]", "admin: {list: [f0, f2], sort: -f0}"]
        (folder / f"e{number:04d}.yaml").write_text("\n".join(lines) + "\n")


def test_a_thousand_entities_of_twenty_fields_load_within_the_budget(tmp_path: Path) -> None:
    write_entities(tmp_path / "schemas")
    begin = time.process_time()
    catalog = load_catalog(tmp_path, [])
    content = dump_catalog(catalog)
    again = read_catalog(content)
    assert time.process_time() - begin < BUDGET
    assert len(catalog.entities) == COUNT + 4
    assert again == catalog
