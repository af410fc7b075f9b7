"""Every word of the panel in both languages."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crudgen
from crudgen.admin.filters import OPERATORS
from crudgen.admin.language import choose_language, load_language
from crudgen.admin.messages import OLD_FORM, PAGES
from crudgen.admin.words import IMPLICIT
from crudgen.schema.types.codes import TEMPLATES

ROOT = Path(crudgen.__file__).parent
RUSSIAN = json.loads((ROOT / "admin/languages/ru.json").read_text("utf-8"))
CALL = re.compile(r"""\b(t|count)\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


def templates_of_pages() -> Iterator[tuple[str, str]]:
    for file in (ROOT / "admin/templates").rglob("*.html"):
        for kind, double, single in CALL.findall(file.read_text("utf-8")):
            yield kind, double or single


def arguments(package: str, functions: dict[str, int]) -> Iterator[str]:
    """Yield the literal texts given to functions at a place among their arguments."""
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = functions.get(name)
                if place is not None and len(node.args) > place:
                    yield from _literals(node.args[place])


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_literals(body), *_literals(orelse))


def test_every_text_of_the_templates_is_translated() -> None:
    found = set(templates_of_pages())
    assert len(found) > 60
    missing = {text for kind, text in found if text not in RUSSIAN["texts" if kind == "t" else "plurals"]}
    assert not missing


def test_every_text_of_the_code_is_translated() -> None:
    texts = {*arguments("admin", {"text": 0, "leave_notice": 3}), *OPERATORS.values(), *IMPLICIT.values(), *OLD_FORM}
    texts |= {text for pair in PAGES.values() for text in pair}
    assert not {text for text in texts if text not in RUSSIAN["texts"]}


def test_every_message_of_a_bad_value_is_translated() -> None:
    texts = set(TEMPLATES)
    for package in ("admin", "plan", "service", "store", "schema/types"):
        texts |= set(arguments(package, {"BadValue": 1, "FieldError": 2}))
    others = {"a key needs a role or a user", "{message}"}
    imports = {text for text in texts if "column" in text or "header" in text}
    assert not {text for text in texts - others - imports if text not in RUSSIAN["texts"]}


@pytest.mark.parametrize("code", ["en", "ru"])
def test_translations_use_the_parameters_of_their_originals(code: str) -> None:
    document = json.loads((ROOT / f"admin/languages/{code}.json").read_text("utf-8"))
    pairs = [*document["texts"].items(), *((key, form) for key, forms in document["plurals"].items() for form in forms)]
    for original, translated in pairs:
        assert set(re.findall(r"{\w+}", translated)) <= set(re.findall(r"{\w+}", original)), original


def test_russian_counts_in_three_forms() -> None:
    language = load_language("ru")
    shown = [language.count("{count} thing needs another look", number) for number in (1, 2, 5, 11, 21)]
    assert shown == ["Проверьте 1 место", "Проверьте 2 места", "Проверьте 5 мест", "Проверьте 11 мест", "Проверьте 21 место"]


def test_the_first_wanted_language_that_is_offered_is_chosen() -> None:
    assert choose_language(("en", "ru"), ["de", "ru", "en"]).code == "ru"
    assert choose_language(("ru",), ["en"]).code == "ru"


def test_a_brace_in_a_value_does_no_harm() -> None:
    assert load_language("en").text("“{title}” has been saved", title="{0} {title.__class__}") == "“{0} {title.__class__}” has been saved"
