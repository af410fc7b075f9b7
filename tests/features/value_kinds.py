"""The kinds of fields that the doors are tried with, and the values of each."""

import json

from tests.features.value_table import (
    BOOLEANS,
    DATES,
    EMPTY,
    EXACT,
    FAMILY,
    FLOATS,
    INSTANTS,
    INTEGERS,
    MONEY,
    NOT,
    NULL,
    PLAIN,
    SPANS,
    TIMES,
    TRIMMED,
    UNSTORABLE,
    WHOLE,
    Row,
    refused,
    text,
    wrong,
)

LONGEST = [
    text("x" * 255),
    text("\U0001f600" * 255),
    text("e\u0301" * 127 + "x"),
    *refused("!max_length", "x" * 256, "\U0001f600" * 256, "e\u0301" * 128),
]
LINES = [text("a\r\nb\rc", form="a\nb\rc"), text("\n\na\n\n", form="a")]
PROSE = [
    text("  a b  "),
    text("a\r\nb", form="a\nb"),
    text("\n\na\n\n"),
    text(" \n ", form="null"),
    text("x" * 200_000),
    text("\U0001f600" * 20_000),
    text(FAMILY * 50),
]

UUIDS = [
    text("0196f3c0-1111-7222-8333-444455556666"),
    text("0196F3C0-1111-7222-8333-44445555ABCD", "0196f3c0-1111-7222-8333-44445555abcd"),
    text("00000000-0000-0000-0000-000000000000"),
    text("ffffffff-ffff-ffff-ffff-ffffffffffff"),
    *refused(
        "!format",
        "0196f3c0111172228333444455556666",
        "{0196f3c0-1111-7222-8333-444455556666}",
        "urn:uuid:0196f3c0-1111-7222-8333-444455556666",
    ),
    *refused(
        "!format", "0196f3c0-1111-7222-8333-44445555666", "0196f3c0-1111-7222-8333-44445555666g", "٠196f3c0-1111-7222-8333-444455556666"
    ),
    text("", "!format", csv="null", form="null"),
    *wrong("1", "true"),
    NULL,
]
ENUMS = [
    text("new"),
    text("New"),
    text("007"),
    text("null"),
    *refused("!enum", "NEW", "neW", "7", "Null", "nеw"),
    text(" new", "!enum", form="new"),
    text("", "!enum", csv="null", form="null"),
    *wrong("7", "true"),
    *wrong("[]"),
    NULL,
]
EMAILS = [
    text("ann@shop.test"),
    text("Ann.O'Neil+x@Shop.TEST", "Ann.O'Neil+x@shop.test"),
    text("jos\u00e9@caf\u00e9.example"),
    text("a" * 64 + "@shop.test"),
    *refused(
        "!format",
        "ann",
        "ann@",
        "@shop.test",
        "ann@shop",
        "a@b@c.de",
        "ann@1.2.3.4",
        "Ann <ann@shop.test>",
        "ann@shop.test, b@c.de",
        "a b@c.de",
    ),
    *refused("!format", "ann@-shop.test", "ann@shop..test", "=1+1@x", "ann@shop.test\nBcc: b@c.de"),
    *refused("!max_length", "a" * 250 + "@shop.test", "\ufdfa" * 300_000),
    text(" ann@shop.test", "!format", form="ann@shop.test"),
    text("", "!format", csv="null", form="null"),
    *UNSTORABLE[:2],
    *wrong("1"),
    NULL,
]
URLS = [
    *map(
        text,
        (
            "http://a",
            "https://shop.test/a?b=1&c=%20#d",
            "HTTPS://Shop.TEST/A",
            "http://user:pw@h:8080/",
            "http://[::1]:80/",
            "mailto:ann@shop.test",
        ),
    ),
    text("https://b\u00fccher.example/\u00fc"),
    *refused(
        "!format",
        "shop.test",
        "//shop.test",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a",
        "http://",
        "http:///x",
        "http://a b",
        "http:a",
    ),
    *refused(
        "!format",
        "http://a\\b",
        "http://a:port",
        "http://[::1",
        "java\tscript:x",
        "file:///etc/passwd",
        "http://a\u2028b",
        "mailto:ann",
        "http://a/<b>",
    ),
    *refused("!max_length", "http://a/" + "x" * 2000),
    text(" http://a", "!format", form="http://a"),
    text("", "!format", csv="null", form="null"),
    *UNSTORABLE[:2],
    *wrong("1"),
    NULL,
]
SLUGS = [
    *map(text, ("a", "a-1", "007", "1e5", "null", "x" * 255)),
    *refused("!format", "A", "-a", "a-", "a--b", "a_b", "a b", "\u00e4"),
    text("a\n", "!format", form="a"),
    *refused("!format", "\u0660"),
    *refused("!max_length", "a" * 256),
    text("", "!format", csv="null", form="null"),
    *wrong("7"),
    NULL,
]
PHONES = [
    *map(text, ("112", "+49 (30) 123-45.67/8", "(555) 123", "0049301234567", "+" + "1" * 31)),
    *refused("!format", "12", "++49", "49+30", "abc", "555-CALL", "\u0661\u0662\u0663", "tel:112", "1" * 3 + "\n2"),
    *refused("!max_length", "1" * 33),
    text("", "!format", csv="null", form="null"),
    *wrong("112"),
    NULL,
]
COLORS = [
    text("#1a2b3c"),
    text("#FFAA00", "#ffaa00"),
    *refused("!format", "#fff", "red", "1a2b3c", "#gggggg", "rgb(1)", "#1a2b3\n"),
    *refused("!max_length", "#1a2b3c4"),
    text("", "!format", csv="null", form="null"),
    *wrong("1122867"),
    NULL,
]

DEEP = "[" * 31 + "1" + "]" * 31
TOO_DEEP = "[" * 33 + "]" * 33
JSON = [
    *map(
        Row,
        ('{"b": 1, "a": 2}', '{"a": 2, "b": 1}', "1", "1.0", "true", "false", "0", "[]", "{}", '[null, {"": []}]', '[1, 1.0, true, "1"]'),
    ),
    *map(
        Row, ("9223372036854775807", "-9223372036854775808", "9007199254740993", "1e308", "5e-324", "0.30000000000000004", "1e16", "-0.0")
    ),
    Row('"x"'),
    Row('""'),
    Row('{"\\u00e9": "e\\u0301", "\\ud83d\\ude00": "\\r\\n\\t\\\\\\"/"}'),
    Row("[1.50, 1E2]", "[1.5, 100.0]"),
    Row(DEEP),
    Row(json.dumps(["x" * 1000] * 900)),
    Row(TOO_DEEP, "!depth"),
    Row("[" * 200 + "]" * 200, "!too_deep", "!depth", "!"),
    Row("[" * 100_000 + "]" * 100_000, "!too_deep", "!depth", "!"),
    Row('{"a": 1, "a": 1}', "!duplicate_key", "!format", "!"),
    Row('[{"b": {"a": 1, "\\u0061": 2}}]', "!duplicate_key", "!format", "!"),
    Row('{"a": NaN}', "!bad_json", "!format", "!"),
    Row("[Infinity]", "!bad_json", "!format", "!"),
    Row("[1e400]", "!bad_number", "!range", "!"),
    Row("[1e-400]", "!bad_number", "!range", "!"),
    Row("9223372036854775808", "!range"),
    Row("[18446744073709551615]", "!range"),
    Row("[18446744073709551616]", "!range"),
    Row("[" + "9" * 5000 + "]", "!bad_number", "!range", "!"),
    Row('["\\u0000"]', "!characters"),
    Row('{"\\u0000": 1}', "!characters"),
    Row('["\\ud800"]', "!characters"),
    Row('{"a": {"\\udc00": 1}}', "!characters"),
    Row(json.dumps(["x" * 1000] * 1000), "!size"),
    Row("{'a': 1}", "!bad_json", "!format", "!"),
    Row("[1,]", "!bad_json", "!format", "!"),
    Row("null", "null", "null", "null"),
]


def listed(rows: list[Row]) -> list[Row]:
    """Return values as the only items of lists: as JSON in a cell; in a form one to a line, which has tests of its own."""
    kept = [row for row in rows if row.sent != "null" and not row.expected.startswith("!bad") and len(row.sent) < 2000]
    return [Row(f"[{row.sent}]", row.expected if row.expected[0] == "!" else f"[{row.expected}]", form=NOT) for row in kept]


KINDS: dict[str, tuple[str, list[Row]]] = {
    "string": ("string", [*PLAIN, *TRIMMED, EMPTY, *LONGEST, *LINES]),
    "folded": ("{type: string, ci: true}", [*LONGEST, text("\u0130\u0131\u00df\u1e9e")]),
    "story": ("text", [*PLAIN, EMPTY, *PROSE]),
    "markdown": ("markdown", PROSE),
    "slug": ("slug", SLUGS),
    "email": ("email", EMAILS),
    "url": ("url", URLS),
    "phone": ("phone", PHONES),
    "color": ("color", COLORS),
    "int": ("int", INTEGERS),
    "float": ("float", FLOATS),
    "money": ("decimal", MONEY),
    "exact": ("{type: decimal, precision: 38, scale: 18}", EXACT),
    "whole": ("{type: decimal, precision: 18, scale: 0}", WHOLE),
    "bool": ("bool", BOOLEANS),
    "date": ("date", DATES),
    "time": ("time", TIMES),
    "datetime": ("datetime", INSTANTS),
    "duration": ("duration", SPANS),
    "uuid": ("uuid", UUIDS),
    "enum": ("{type: enum, values: [new, New, '007', 'null']}", ENUMS),
    "json": ("json", JSON),
    **{f"list_of_{of}": (f"{{type: list, of: {of}}}", listed(rows)) for of, rows in {
        "string": [*PLAIN, text(""), *LONGEST], "int": INTEGERS, "float": FLOATS, "decimal": MONEY, "bool": BOOLEANS,
        "datetime": INSTANTS, "duration": SPANS, "email": EMAILS,
    }.items()},
}  # fmt: skip
"""By name: the field in YAML, and its values."""
