"""What each type of field takes and gives back: JSON text in, JSON text out, or the code of the error."""

import json
from typing import NamedTuple

SAME = "same"
NOT = "not"
"""The value cannot be spelled at this door."""


class Row(NamedTuple):
    """One value: as sent, as stored (`!code` for an error), and what differs at the doors that take texts."""

    sent: str
    stored: str = SAME
    csv: str = SAME
    form: str = SAME

    @property
    def expected(self) -> str:
        """Return what is read of it at the doors that take JSON."""
        return self.sent if self.stored == SAME else self.stored

    def at(self, door: str) -> str:
        """Return what is read of it at a door that takes texts: `csv` or `form`."""
        own: str = getattr(self, door)
        return self.expected if own == SAME else own


def text(value: str, stored: str = SAME, csv: str = SAME, form: str = SAME) -> Row:
    """Return the row of a text; what is stored is given as the text too, unless it is an error or null."""
    others = (one if one in (SAME, NOT, "null") or one.startswith("!") else json.dumps(one) for one in (stored, csv, form))
    return Row(json.dumps(value), *others)


def wrong(*sent: str, code: str = "!type") -> list[Row]:
    """Return rows of JSON values of another kind, which texts cannot spell."""
    return [Row(one, code, NOT, NOT) for one in sent]


def refused(code: str, *sent: str) -> list[Row]:
    """Return rows of texts that are refused everywhere."""
    return [text(one, code) for one in sent]


LONE = '"a\\ud800b"'
UNSTORABLE = [Row('"a\\u0000b"', "!characters"), Row(LONE, "!characters", NOT, NOT), Row('"\\udc00\\ud800"', "!characters", NOT, NOT)]
NULL = Row("null", "null", NOT, NOT)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
LOOKS_LIKE = ["007", "1e5", "1E400", "NULL", "null", "true", "NaN", "2026-01-01", "0x1F", "1_000", "-0", "12.50", ".5", "1,5"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]

PLAIN = [
    *map(text, LOOKS_LIKE),
    *map(text, FORMULAS),
    text("'=1+1", csv="=1+1"),  # as a spreadsheet keeps a formula from running
    text("'tis"),
    text("é"),
    text("e\u0301"),  # the same to look at, and another text
    text("\ufb01\u2126\u212b\uff21"),  # NFKC would change each
    text("\U0001f600\U00010348\U0010ffff"),
    text(FAMILY),
    text("\u0645\u0631\u062d\u0628\u0627 \u202eabc\u202c"),
    text("a\u200bb\u200d\ufeffc\u00ad"),
    text("\ufeffa"),
    text("\uffff\ufffe\ufdd0\x7f\x01\x1fa"),
    text("\u2028\u2029\x85\x0b\x0c\x1c", form=NOT),
    text("a\"b'c\\d`e;--%_*?{x}<b>&amp;&lt;"),
    text("a,b;c\td|e"),
    text("a\nb", form="a\nb"),
    *UNSTORABLE,
    *wrong("1", "1.5", "true", "[]", "{}", '["a"]'),
    NULL,
]
TRIMMED = [text("  a b  ", form="a b"), text("\u00a0a\u3000", form="a")]
"""The input of one line loses blanks at its ends, as people mean it."""

EMPTY = text("", csv="null", form="null")

INTEGERS = [
    *map(Row, ("0", "1", "-1", "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993")),
    *map(Row, ("9223372036854775806", "9223372036854775807", "-9223372036854775807", "-9223372036854775808")),
    Row("-0", "0"),
    *(Row(one, "!range") for one in ("9223372036854775808", "-9223372036854775809", "18446744073709551615", "1" + "0" * 100, "9" * 399)),
    Row("9" * 4000, "!range"),
    Row("9" * 5000, "!bad_number", "!range", "!"),
    *wrong("1.0", "1.5", "1e3"),
    Row("1E400", "!bad_number", NOT, NOT),
    *wrong("true", "false", '"12"', "[]", "{}", '""'),
    *wrong("NaN", "Infinity", "-Infinity", "01", "+1", "1_000", "0x1F", code="!bad_json"),
    Row('"01"', "!type", "!type", "!"),
    Row('"+1"', "!type", "!type", "!"),
    Row('"1_000"', "!type", "!type", "!"),
    Row('"٣"', "!type", "!type", "!"),
    Row('"1.0"', "!type", "!type", "!"),
    NULL,
]

FLOATS = [
    *map(Row, ("0.0", "0.30000000000000004", "1.7976931348623157e308", "-1.7976931348623157e308", "5e-324", "2.2250738585072014e-308")),
    *map(Row, ("0.1", "1e16", "1e22", "1.5e-07", "123456789.12345679")),
    Row("1", "1.0"),
    Row("-0.0", "0.0"),
    Row("-0", "0.0"),
    Row("0e999", "0.0"),
    Row("9007199254740992", "9007199254740992.0"),
    Row("590295810358705700000", "5.902958103587057e20"),
    Row("0.1000000000000000055", "0.1"),
    Row("9007199254740993", "!precision"),
    Row("-9223372036854775807", "!precision"),
    Row("1" + "0" * 308, "1e308"),
    Row("1" + "0" * 309, "!range"),
    Row("1e309", "!bad_number", "!range", "!"),
    Row("-1e999", "!bad_number", "!range", "!"),
    Row("1e-400", "!bad_number", "!range", "!"),
    Row("9" * 5000, "!bad_number", "!range", "!"),
    *wrong("NaN", "Infinity", "-Infinity", ".5", "1.", "0x1p3", code="!bad_json"),
    *wrong("true", '"1.5"', '"NaN"', "[]"),
    Row('"NaN"', "!type", "!type", "!"),
    Row('"inf"', "!type", "!type", "!"),
    Row('"1.5f"', "!type", "!type", "!"),
    NULL,
]

MONEY = [
    text("0", "0.00"),
    text("-0", "0.00"),
    text("-0.00", "0.00"),
    text("12.5", "12.50"),
    text("12.50"),
    text("0.10"),
    text("-0.01"),
    text("9999999999.99"),
    text("-9999999999.99"),
    *refused("!precision", "10000000000", "10000000000.00", "12.505", "0.001", "12.500", "1" + "0" * 5000, "0." + "0" * 5000 + "1"),
    *refused(
        "!format", "1e1000000", "1E5", "1e-2", "NaN", "Infinity", "-inf", "sNaN", "0x10", "+1", ".5", "5.", "00.5", "007", "1_0", "--1", "٣"
    ),
    text("1 0", "!format", form="10.00"),  # people write thousands with spaces
    text("1,5", "!format", form="1.50"),
    text(" 1", "!format", csv="1.00", form="1.00"),
    text("", "!format", csv="null", form="null"),
    *wrong("1", "1.5", "0.1000000000000000055", "12345678901234567890", "true", "[]", "{}"),
    NULL,
]
EXACT = [
    text("12345678901234567890.123456789012345678"),
    text("-12345678901234567890.123456789012345678"),
    text("99999999999999999999.999999999999999999"),
    text("-0.000000000000000001"),
    text("1", "1.000000000000000000"),
    *refused("!precision", "100000000000000000000", "0.0000000000000000001", "0.1000000000000000055"),
]
WHOLE = [text("123456789012345678"), text("-999999999999999999"), text("0"), *refused("!precision", "1.0", "1000000000000000000")]

BOOLEANS = [
    Row("true"),
    Row("false"),
    Row("1", "!type", "true", NOT),
    Row("0", "!type", "false", NOT),
    Row('"true"', "!type", "true", NOT),
    Row('"TRUE"', "!type", "true", NOT),
    Row('"yes"', "!type", "!type", NOT),
    Row("1.0", "!type", "!type", NOT),
    Row('""', "!type", "null", NOT),
    NULL,
]

DATES = [
    *map(text, ("0001-01-01", "1582-10-10", "1899-12-31", "1900-02-28", "2000-02-29", "2024-02-29", "9999-12-31")),
    *refused(
        "!format",
        "0000-00-00",
        "0000-01-01",
        "1900-02-29",
        "2023-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-01-32",
        "10000-01-01",
        "-001-01-01",
    ),
    *refused("!format", "2026-1-1", "20260101", "2026-W01-1", "01.02.2026", "1/2/2026"),
    text("2026-01-01T00:00:00Z", "!format", csv="2026-01-01"),  # spreadsheets write days as midnights
    text("2026-01-01 00:00:00", "!format", csv="2026-01-01"),
    text("2026-01-01T00:00:01Z", "!format"),
    text("2026-01-01\n", "!format", csv="2026-01-01", form="2026-01-01"),
    text("", "!format", csv="null", form="null"),
    *refused("!format", "٢٠٢٦-٠١-٠١", "today", "now"),
    *wrong("20260101", "true", "{}"),
    NULL,
]

TIMES = [
    text("00:00", "00:00:00"),
    text("23:59:59.999999"),
    text("12:30:15"),
    text("12:30:15.5", "12:30:15.500000"),
    text("12:30:15.069976"),
    text("12:30:15.000", "12:30:15"),
    *refused("!precision", "12:30:15.1234567", "12:30:15.0000000"),
    *refused(
        "!format",
        "24:00",
        "24:00:00",
        "23:59:60",
        "12:60",
        "1:30",
        "12",
        "1230",
        "T12:30",
        "12:30Z",
        "12:30+02:00",
        "12:30 PM",
        "12:30:15,5",
    ),
    *refused("!format", "25:00", "29:59", "12:30:15.", "-1:00"),
    text("", "!format", csv="null", form="null"),
    *wrong("1230", "true"),
    NULL,
]

INSTANTS = [
    text("0001-01-01T00:00:00Z"),
    text("9999-12-31T23:59:59.999999Z"),
    text("2026-11-30T17:30Z", "2026-11-30T17:30:00Z"),
    text("2024-03-31T02:30:00+02:00", "2024-03-31T00:30:00Z"),
    text("2024-10-27T02:30:00+02:00", "2024-10-27T00:30:00Z"),
    text("2024-10-27T02:30:00+01:00", "2024-10-27T01:30:00Z"),
    text("2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00Z"),
    text("2026-01-01T00:00:00+14:00", "2025-12-31T10:00:00Z"),
    text("2026-01-01T00:00:00+23:59", "2025-12-31T00:01:00Z"),
    text("2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.100000Z"),
    text("2026-01-01T00:00:00.069976Z"),
    text("1969-12-31T23:59:59.999999Z"),
    text("2038-01-19T03:14:08Z"),
    text("1582-10-10T00:00:00Z"),
    *refused("!range", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"),
    *refused("!precision", "2026-01-01T00:00:00.1234567Z"),
    *refused(
        "!format", "2026-01-01T24:00:00Z", "2016-12-31T23:59:60Z", "10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z"
    ),
    *refused(
        "!format", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00z", "2026-01-01t00:00:00Z", "1767225600"
    ),
    text("2026-01-01T00:00:00", "!format", csv="2026-01-01T00:00:00Z", form="2026-01-01T00:00:00Z"),
    text("2026-01-01 00:00:00Z", "!format", csv="2026-01-01T00:00:00Z", form="2026-01-01T00:00:00Z"),
    text("2026-01-01", "!format"),
    text("", "!format", csv="null", form="null"),
    *wrong("1767225600", "1767225600.5", "true"),
    NULL,
]

SPANS = [
    text("PT0S"),
    text("P1DT12H"),
    text("PT36H", "P1DT12H"),
    text("P2W", "P14D"),
    text("PT90M", "PT1H30M"),
    text("-PT1.5S"),
    text("-PT0S", "PT0S"),
    text("PT0.000001S"),
    text("PT1.100000S", "PT1.1S"),
    text("P106751991DT4H54.775807S"),
    text("-P106751991DT4H54.775807S"),
    text("P104249991DT8H59M0.740992S"),  # 2^53 seconds: more microseconds than a double counts
    *refused("!range", "P106751991DT4H54.775808S", "P106751992D", "P999999999W"),
    *refused("!precision", "PT0.0000001S", "PT1.1000000S"),
    *refused("!format", "P", "PT", "P1Y", "P1M", "P1Y2M", "PT1.5H", "P1.5D", "P-1D", "P1DT", "PT1H30", "P" + "9" * 5000 + "D"),
    text("+P1D", "!format"),
    text("1:30", "!format", form="PT1H30M"),
    text("1 d 2 h", "!format", form="P1DT2H"),
    text("0.1 s", "!format", form="PT0.1S"),
    text("1.0000001 s", "!format"),
    text("", "!format", csv="null", form="null"),
    *wrong("90", "true"),
    NULL,
]
