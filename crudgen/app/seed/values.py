"""One value for one field, in JSON form, by the field's type."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from crudgen.app.seed.draw import NOW, Draw
from crudgen.app.seed.numbers import make_decimal, make_float, make_int
from crudgen.app.seed.texts import fit_text, make_email, make_phone, make_text, make_url, slugify, write_sentences
from crudgen.app.seed.words import load_words
from crudgen.errors import UserError
from crudgen.schema.catalog import Field, Json

BIRTHS = frozenset("birthday birth_date born date_of_birth".split())
ENDINGS = frozenset("deadline due due_date due_on ends_at ends_on expires_at expires_on valid_until".split())


def make_value(draw: Draw, field: Field) -> Json:
    """Return a value for a field that is no reference. Raises UserError for a type that has no maker."""
    maker = VALUES.get(field.type)
    if maker is None:
        raise UserError(f"cannot make up values of {draw.entity.name}.{field.name}: its type is {field.type}")
    return maker(draw, field)


def _make_bool(draw: Draw, field: Field) -> bool:
    likely = {"active", "approved", "available", "enabled", "published", "visible"}
    return draw.happens(0.88 if likely & set(field.name.split("_")) else 0.3)


def _make_enum(draw: Draw, field: Field) -> str:
    """Return one of the values: the one after the default is the likeliest, since most records have moved on from where they began."""
    names = [value.name for value in field.values]
    default = field.default.value if field.default is not None else None
    start = names.index(default) + 1 if isinstance(default, str) and default in names else 0
    return draw.random.choices(names, [6 if index == start else 2 for index in range(len(names))])[0]


def _make_moment(draw: Draw, field: Field) -> datetime:
    if field.name in BIRTHS:
        return NOW - timedelta(days=draw.random.randint(18 * 365, 80 * 365))
    moment = draw.next_moment()
    return moment + timedelta(days=draw.random.randint(5, 60)) if field.name in ENDINGS else moment


def _make_date(draw: Draw, field: Field) -> str:
    low = date.fromisoformat(str(field.min)) if field.min is not None else date.min
    high = date.fromisoformat(str(field.max)) if field.max is not None else date.max
    return min(max(_make_moment(draw, field).date(), low), high).isoformat()


def _make_datetime(draw: Draw, field: Field) -> str:
    moment = _make_moment(draw, field)
    if field.min is not None:
        moment = max(moment, datetime.fromisoformat(str(field.min)))
    if field.max is not None:
        moment = min(moment, datetime.fromisoformat(str(field.max)))
    return moment.isoformat().replace("+00:00", "Z")


def _make_time(draw: Draw, field: Field) -> str:
    value = f"{draw.random.randint(8, 19):02}:{draw.random.choice((0, 15, 30, 45)):02}:00"
    low, high = str(field.min or value), str(field.max or value)
    return min(max(value, low), high)


def _make_slug(draw: Draw, field: Field) -> str:
    about = next((draw.body[name] for name in ("name", "title", "headline") if draw.body.get(name)), None)
    return fit_text(draw, field, slugify(str(about or draw.pick("words"))) or f"{draw.entity.name}-{draw.index}").strip("-")


def _make_list(draw: Draw, field: Field) -> list[Json]:
    one = Field(name=field.name, type=field.of, precision=12, scale=2)
    least = field.min_length or 0
    most = 3 if field.max_length is None else min(3, field.max_length)
    made = [make_value(draw, one) for _ in range(draw.random.randint(max(1, least), max(most, least)))]
    different = [value for index, value in enumerate(made) if value not in made[:index]]
    return different if len(different) >= least else made


def _make_json(draw: Draw, field: Field) -> Json:
    keys = draw.random.sample(load_words("words"), draw.random.randint(1, 3))
    return {key: draw.random.choice((True, draw.random.randint(1, 40), draw.pick("words"))) for key in keys}


def _make_markdown(draw: Draw, field: Field) -> str:
    points = "\n".join(f"- {sentence}" for sentence in draw.random.sample(load_words("descriptions"), 2))
    return fit_text(draw, field, f"{write_sentences(draw)}\n\n{points}")


def _make_password(draw: Draw, field: Field) -> str:
    return fit_text(draw, field, "-".join(draw.random.sample(load_words("words"), 4)))


def _make_secret(draw: Draw, field: Field) -> str:
    return fit_text(draw, field, f"made-up-{draw.random.getrandbits(96):024x}")


VALUES: dict[str, Callable[[Draw, Field], Json]] = {
    "string": make_text,
    "text": lambda draw, field: make_text(draw, field, otherwise=write_sentences),
    "markdown": _make_markdown,
    "slug": _make_slug,
    "email": lambda draw, field: fit_text(draw, field, make_email(draw)),
    "url": lambda draw, field: fit_text(draw, field, make_url(draw)),
    "phone": lambda draw, field: make_phone(draw),
    "color": lambda draw, field: f"#{draw.random.randrange(0x1000000):06x}",
    "int": make_int,
    "float": make_float,
    "decimal": make_decimal,
    "bool": _make_bool,
    "date": _make_date,
    "time": _make_time,
    "datetime": _make_datetime,
    "duration": lambda draw, field: draw.random.choice(("P1D", "P2D", "P3D", "P7D", "P14D")),
    "uuid": lambda draw, field: str(UUID(int=draw.random.getrandbits(128), version=4)),
    "enum": _make_enum,
    "json": _make_json,
    "list": _make_list,
    "password": _make_password,
    "secret": _make_secret,
}
"""How a value is made, by the field's type."""
