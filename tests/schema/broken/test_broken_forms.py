"""The usual mistakes with the further keys of a field, each told at its place; see `test_broken`."""

from pathlib import Path

import pytest

from tests.schema.broken.test_broken import NEIGHBOURS, Case, diagnose, diagnose_order, field, place_of

SOURCES = "its type must be one of email, enum, markdown, slug, string, text"

CASES = (
    Case("a number without case", field("{type: int, §ci: true}"), "unfit_key", "it goes with email, string, url"),
    Case("a long text without case", field("{type: text, §ci: true}"), "unfit_key", "it goes with email, string, url"),
    Case(
        "a column beside a folded one",
        "fields:\n  §a: {type: string, ci: true}\n  a_folded: string\n",
        "duplicate_column",
        "give a another column",
    ),
    Case("a slug from nothing", field("{type: slug, from: §nam}"), "unknown_name", 'did you mean "name"?'),
    Case("a slug from itself", field("{type: slug, from: §x}"), "unfit_key", SOURCES),
    Case("a slug from a number", "fields:\n  n: int\n  x: {type: slug, from: §n}\n", "unfit_key", SOURCES),
    Case("a slug from what is hidden", "fields:\n  n: {type: string, hidden: true}\n  x: {type: slug, from: §n}\n", "unfit_key"),
    Case("a text from another", field("{type: string, §from: name}"), "unfit_key", "it goes with slug"),
    Case("a slug with a default", field("{type: slug, from: name, §default: a}"), "conflict", "take default away, or from"),
    Case("a number without seq", field('{type: string, sequence: §"ORD"}'), "value", 'write "ORD-{year}-{seq:05}"'),
    Case("a number with two", field('{type: string, sequence: §"{seq}{seq}"}'), "value", 'write "ORD-{year}-{seq:05}"'),
    Case("a number of the month", field('{type: string, sequence: §"{month}-{seq}"}'), "value", 'write "ORD-{year}-{seq:05}"'),
    Case("a number of too many digits", field('{type: string, sequence: §"{seq:030}"}'), "value", 'write "ORD-{year}-{seq:05}"'),
    Case("a number that does not fit", field('{type: string, max_length: §5, sequence: "{seq:06}"}'), "bounds"),
    Case("a number without gaps", field('{type: string, sequence: {format: "{seq}", §gapless: true}}'), "not_supported"),
    Case("a sequence without a format", field("{type: string, sequence: §{}}"), "missing", 'write {format: "{seq:06}"}'),
    Case("a number that people set", field('{type: string, sequence: "{seq}", §readonly: false}'), "conflict", "take readonly away"),
    Case("a number with a default", field('{type: string, sequence: "{seq}", §default: a}'), "conflict", "take default away, or sequence"),
    Case("a counted int", field('{type: int, §sequence: "{seq}"}'), "unfit_key", "it goes with string"),
    Case("read-only and set once", field("{type: string, readonly: true, §set_once: true}"), "conflict", "take set_once away"),
    Case("links through nothing", field("{type: [tag], through: §tagg}"), "unknown_name", 'did you mean "tag"?'),
    Case("links through a stranger", field("{type: [tag], through: §customer}"), "through", "add order: {type: order, required: true}"),
    Case("a reference through an entity", field("{type: tag, §through: customer}"), "unfit_key", "it goes with [entity]"),
    Case("links set once", field("{type: [tag], §set_once: true}"), "unfit_key", "take set_once away"),
    Case(
        "a counted key",
        'id: [a, b]\nfields:\n  a: {type: string, required: true, sequence: §"{seq}"}\n  b: int!\n',
        "key_field",
    ),
    Case(
        "a key without case",
        "id: [a, b]\nfields:\n  a: {type: string, required: true, ci: §true}\n  b: int!\n",
        "key_field",
        "take ci away",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mistake)
def test_a_mistake_is_told_at_its_place_with_its_code_and_cure(case: Case, tmp_path: Path) -> None:
    found, place = diagnose_order(tmp_path, case.text)
    assert [(place_of(one), one.code, one.hint) for one in found] == [(place, case.code, case.hint)]


PAIR = "fields: {{order: {{type: order, required: true}}, tag: {tag}{more}}}\n{unique}"
UNFIT = {
    "one side is optional": (PAIR.format(tag="tag", more="", unique="unique: [[order, tag]]\n"), "make tag required"),
    "a pair could be there twice": (PAIR.format(tag="tag!", more="", unique=""), "add unique: [[order, tag]] to it"),
    "nothing fills a field": (
        PAIR.format(tag="tag!", more=", weight: int!", unique="unique: [[tag, order]]\n"),
        "give weight a default, or make it optional",
    ),
    "nothing fills the id": (PAIR.format(tag="tag!", more="", unique="unique: [[tag, order]]\nid: string\n"), "take id: string away"),
    "two ways to one side": (PAIR.format(tag="tag!", more=", tag2: {type: tag, inverse: more}", unique="unique: [[tag, order]]\n"), ""),
}


@pytest.mark.parametrize("name", UNFIT)
def test_an_entity_that_cannot_hold_links_is_told_with_the_cure(name: str, tmp_path: Path) -> None:
    text, hint = UNFIT[name]
    order = "fields:\n  tags: {type: [tag], through: order_tag, inverse: orders}\n"
    (found,) = diagnose(tmp_path, {"order.yaml": order, "order_tag.yaml": text, "tag.yaml": NEIGHBOURS["tag"]})
    assert (found.file, found.line, found.column, found.code, found.hint) == ("schemas/order.yaml", 2, 32, "through", hint)
