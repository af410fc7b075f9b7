"""Random catalogs, rows, and well-typed expressions over them, for hypothesis."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from crudgen.schema.catalog import Catalog, Field
from tests.catalogs import catalog, entity, field, links, reference

LETTERS = "abAB z9'%_.éÉßẞςσΣſKİıǅ😀𐐀𐐨я Я"
VALUES = ("draft", "placed", "it's", "Über")

dates = st.one_of(st.sampled_from([dt.date.min, dt.date.max, dt.date(2024, 2, 29)]), st.dates())
texts = st.text(LETTERS, max_size=6)
durations = st.one_of(
    st.integers(-100, 100).map(lambda days: dt.timedelta(days=days)),
    st.integers(-(2**63), 2**63 - 1).map(lambda number: dt.timedelta(microseconds=number)),
)


def decimals(field: Field) -> st.SearchStrategy[Decimal]:
    most = 10**field.precision - 1
    units = st.one_of(st.integers(-most, most), st.integers(-1500 % (most + 1) * -1, min(1500, most)), st.sampled_from([0, most, -most]))
    return units.map(lambda number: Decimal(number).scaleb(-field.scale))


VALUES_OF: dict[str, Callable[[Field], st.SearchStrategy[Any]]] = {
    "int": lambda field: st.one_of(st.integers(-20, 20), st.integers(-(2**63), 2**63 - 1), st.sampled_from([-(2**63), 2**63 - 1])),
    "decimal": decimals,
    "float": lambda field: st.integers(-4000, 4000).map(lambda number: number / 4),
    "bool": lambda field: st.booleans(),
    "string": lambda field: texts,
    "enum": lambda field: st.sampled_from(VALUES),
    "date": lambda field: dates,
    "time": lambda field: st.times(),
    "datetime": lambda field: st.datetimes(timezones=st.just(dt.UTC)),
    "duration": lambda field: durations,
    "uuid": lambda field: st.uuids(),
    "reference": lambda field: st.sampled_from([1, 2]),
}


@st.composite
def some_fields(draw: st.DrawFn, prefix: str) -> list[Field]:
    """Return a field of most types, decimals of several scales."""
    kinds = draw(
        st.permutations(["int", "int", "float", "bool", "string", "string", "enum", "date", "time", "datetime", "duration", "uuid"])
    )
    made = [field(f"{prefix}{index}", kind, **({"values": VALUES} if kind == "enum" else {})) for index, kind in enumerate(kinds[:9])]
    for index in range(draw(st.integers(1, 3))):
        precision = draw(st.sampled_from([1, 5, 12, 18, 19, 30]))
        scale = draw(st.integers(0, min(precision, 8)))
        made.append(field(f"{prefix}d{index}", "decimal", precision=precision, scale=scale))
    return made


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Return things of a kind, with parts of a kind, and tags."""
    thing = [*draw(some_fields("t")), reference("kind", "kind", inverse="things"), links("tags", "tag", inverse="things", source="thing")]
    part = [*draw(some_fields("p")), reference("thing", "thing", inverse="parts"), reference("kind", "kind", inverse="parts")]
    kind, tag = draw(some_fields("k")), draw(some_fields("g"))
    return catalog(entity("kind", *kind), entity("tag", *tag), entity("thing", *thing), entity("part", *part))


def row_of(draw: st.DrawFn, fields: list[Field]) -> dict[str, Any]:
    return {one.name: draw(st.none() | VALUES_OF[one.type](one)) for one in fields if one.is_column and not one.is_key}


@dataclass(frozen=True)
class Leaves:
    """The paths that an expression may name, by kind, and the paths to many records with what may be named behind them."""

    paths: dict[str, list[str]]
    rows: dict[str, "Leaves"]


def leaves_of(catalog: Catalog) -> Leaves:
    def of(name: str, prefix: str = "") -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in catalog.entities[name].fields.values():
            if one.is_column:
                kind = {"reference": "int", "string": "text"}.get(one.type, one.type)
                found.setdefault(kind, []).append(prefix + one.name)
        return found

    def join(*all_paths: dict[str, list[str]]) -> dict[str, list[str]]:
        return {kind: [path for paths in all_paths for path in paths.get(kind, [])] for paths in all_paths for kind in paths}

    parts = join(of("part", "parts."), of("kind", "parts.kind."))
    siblings = of("part", "kind.parts.")
    rows = {"parts": parts, "tags": of("tag", "tags."), "kind.parts": siblings, "kind.things.tags": of("tag", "kind.things.tags.")}
    return Leaves(join(of("thing"), of("kind", "kind.")), {name: Leaves(paths, {}) for name, paths in rows.items()})


class Writer:
    """Writes a random expression of a kind."""

    def __init__(self, draw: st.DrawFn, leaves: Leaves, outside: Leaves | None = None) -> None:
        self.draw, self.leaves, self.outside = draw, leaves, outside

    def write(self, kind: str, depth: int) -> str:
        ways = [way for way, is_deep in WAYS[kind] if (is_deep if depth > 1 else depth > 0 or not is_deep)]
        return self.draw(st.sampled_from(ways))(self, kind, depth - 1)

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def path(self, kind: str, _depth: int) -> str:
        """Return a path, inside an aggregate one from its rows or else from the row outside; a constant where there is none."""
        paths = self.leaves.paths.get(kind)
        if self.outside is not None and kind in self.outside.paths and self.draw(st.integers(0, 4)) == 0:
            paths = self.outside.paths[kind]
        return self.draw(st.sampled_from(paths)) if paths else self.constant(kind, 0)

    def constant(self, kind: str, _depth: int) -> str:
        return self.draw(CONSTANTS[kind])


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def span(number: int) -> str:
    return f"'{number}d'"


CONSTANTS: dict[str, st.SearchStrategy[str]] = {
    "int": st.one_of(st.integers(-5, 5), st.integers(-(10**20), 10**20)).map(str),
    "decimal": st.builds(
        lambda number, scale: format(Decimal(number).scaleb(-scale), "f"), st.integers(-(10**8), 10**8), st.integers(1, 4)
    ),
    "bool": st.sampled_from(["true", "false"]),
    "text": texts.map(quote),
    "date": dates.map(lambda value: f"date('{value.isoformat()}')"),
    "datetime": st.datetimes().map(lambda value: f"datetime('{value.isoformat()}+05:30')" if 1 < value.year < 9999 else "now()"),
    "duration": st.integers(0, 4000).map(lambda number: f"(date('2024-01-01') - '{number}d' - date('2024-01-01'))"),
    "float": st.just("float_path"),
}


def _arithmetic(writer: Writer, kind: str, depth: int) -> str:
    sides = [writer.write(writer.pick("int", "decimal") if kind == "decimal" else "int", depth) for _ in range(2)]
    return f"({sides[0]} {writer.pick('+', '-', '*')} {sides[1]})"


def _divide(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write(writer.pick('int', 'decimal'), depth)} / {writer.write(writer.pick('int', 'decimal'), depth)})"


def _negate(writer: Writer, kind: str, depth: int) -> str:
    return f"(- {writer.write(kind, depth)})"


def _if(writer: Writer, kind: str, depth: int) -> str:
    other = "null" if writer.draw(st.integers(0, 4)) == 0 else writer.write(kind, depth)
    return f"if({writer.write('bool', depth)}, {writer.write(kind, depth)}, {other})"


def _coalesce(writer: Writer, kind: str, depth: int) -> str:
    return f"coalesce({writer.write(kind, depth)}, {writer.write(kind, depth)})"


def _compare(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("int", "decimal", "text", "date", "datetime", "duration", "decimal", "float")
    other = writer.pick("int", "decimal") if of in ("int", "decimal") else of
    return f"({writer.write(of, depth)} {writer.pick('=', '!=', '<', '<=', '>', '>=')} {writer.write(other, depth)})"


def _compare_constant(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("enum", "uuid", "time", "bool")
    signs = ("=", "!=") if of in ("enum", "bool") else ("=", "!=", "<", ">=")
    right = {"enum": quote(writer.pick(*VALUES)), "uuid": "'7d444840-9dc0-11d1-b245-5ffdce74fad2'", "time": "'12:30'", "bool": "true"}[of]
    path = writer.path(of, depth) if of in writer.leaves.paths else None
    return f"({path} {writer.pick(*signs)} {right})" if path else "true"


def _compare_time(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write('datetime', depth)} {writer.pick('<', '>=')} '2024-06-01T12:00:00.5+02:00')"


def _in(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("int", "decimal", "text", "date")
    items = ", ".join(writer.write(of, depth) for _ in range(writer.draw(st.integers(1, 3))))
    return f"({writer.write(of, depth)} {writer.pick('in', 'not in')} [{items}])"


def _logic(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write('bool', depth)} {writer.pick('and', 'or')} {writer.write('bool', depth)})"


def _not(writer: Writer, kind: str, depth: int) -> str:
    return f"(not {writer.write('bool', depth)})"


def _null_test(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("int", "decimal", "text", "bool", "date", "datetime", "duration")
    return f"({writer.write(of, depth)} is {writer.pick('', 'not ')}null)"


def _text_test(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write('text', depth)} {writer.pick('contains', 'icontains', 'starts', 'ends')} {writer.write('text', depth)})"


def _join(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write('text', depth)} + {writer.write('text', depth)})"


def _call(*names: str, of: tuple[str, ...]) -> Callable[[Writer, str, int], str]:
    return lambda writer, kind, depth: f"{writer.pick(*names)}({writer.write(writer.pick(*of), depth)})"


def _round(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("int", "decimal", "text", "float")
    return f"decimal({writer.write(of, depth)}, {writer.draw(st.integers(0, 6))})"


def _to_text(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("int", "decimal", "date", "datetime", "bool")
    return f"text({writer.write(of, depth)})"


def _path_text(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("enum", "time", "uuid")
    return f"text({writer.path(of, depth)})" if of in writer.leaves.paths else "'none'"


def _move(writer: Writer, kind: str, depth: int) -> str:
    by = writer.pick("'7d'", writer.write("duration", depth))
    return f"({writer.write(kind, depth)} {writer.pick('+', '-')} {by})"


def _between(writer: Writer, kind: str, depth: int) -> str:
    of = writer.pick("date", "datetime")
    return f"({writer.write(of, depth)} - {writer.write(of, depth)})"


def _stretch(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write('duration', depth)} * {writer.write('int', depth)})"


def _spans(writer: Writer, kind: str, depth: int) -> str:
    return f"({writer.write('duration', depth)} {writer.pick('+', '-')} {writer.write('duration', depth)})"


def _aggregate(*names: str) -> Callable[[Writer, str, int], str]:
    def write(writer: Writer, kind: str, depth: int) -> str:
        if writer.outside is not None:
            return writer.path(kind, depth)
        rows = writer.pick(*writer.leaves.rows)
        name = writer.pick(*names)
        inner = Writer(writer.draw, writer.leaves.rows[rows], replace(writer.leaves, rows={}))
        of = {"any": "bool", "all": "bool", "count": writer.pick("int", "text", "bool")}.get(name, kind)
        for _ in range(8):
            argument = inner.write(of, depth)
            if f"{rows}." in argument:
                return f"{name}({argument})"
        return f"{name}({rows}.id > 1)" if of == "bool" else writer.path(kind, depth)

    return write


def _count(writer: Writer, kind: str, depth: int) -> str:
    return writer.path(kind, depth) if writer.outside is not None else f"count({writer.pick(*writer.leaves.rows)})"


_CHOICES = ((_if, True), (_coalesce, True))
WAYS: dict[str, tuple[tuple[Any, bool], ...]] = {
    "int": (
        (Writer.path, False),
        (Writer.path, False),
        (Writer.constant, False),
        (_arithmetic, True),
        (_negate, True),
        (_count, False),
        (_call("length", of=("text",)), True),
        (_call("int", of=("text", "decimal", "bool", "float")), True),
        (_aggregate("count", "sum", "min", "max", "avg"), True),
        *_CHOICES,
    ),
    "decimal": (
        (Writer.path, False),
        (Writer.path, False),
        (Writer.constant, False),
        (_arithmetic, True),
        (_divide, True),
        (_negate, True),
        (_round, True),
        (_aggregate("sum", "min", "max", "avg"), True),
        *_CHOICES,
    ),
    "float": ((Writer.path, False), *_CHOICES),
    "bool": (
        (Writer.path, False),
        (Writer.constant, False),
        (_compare, True),
        (_compare, True),
        (_compare_constant, True),
        (_compare_time, True),
        (_in, True),
        (_logic, True),
        (_logic, True),
        (_not, True),
        (_null_test, True),
        (_text_test, True),
        (_text_test, True),
        (_call("bool", of=("int", "decimal", "text")), True),
        (_aggregate("any", "all"), True),
        (_aggregate("any", "all"), True),
        *_CHOICES,
    ),
    "text": (
        (Writer.path, False),
        (Writer.path, False),
        (Writer.constant, False),
        (_join, True),
        (_call("lower", "upper", of=("text",)), True),
        (_to_text, True),
        (_path_text, False),
        (_aggregate("min", "max"), True),
        *_CHOICES,
    ),
    "date": (
        (Writer.path, False),
        (Writer.constant, False),
        (_move, True),
        (_call("date", of=("datetime", "text")), True),
        (_aggregate("min", "max"), True),
        *_CHOICES,
    ),
    "datetime": (
        (Writer.path, False),
        (Writer.constant, False),
        (_move, True),
        (_call("datetime", of=("date", "text")), True),
        (_aggregate("min", "max"), True),
        *_CHOICES,
    ),
    "duration": (
        (Writer.path, False),
        (Writer.constant, False),
        (_between, True),
        (_stretch, True),
        (_spans, True),
        (_negate, True),
        (_aggregate("sum", "min", "max", "avg"), True),
        *_CHOICES,
    ),
}
"""By kind: the ways to write one, and whether each goes deeper."""
