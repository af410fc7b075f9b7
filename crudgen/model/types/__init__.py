"""Column types that keep every value exactly, on SQLite, PostgreSQL and MySQL/MariaDB alike.

They are used by the tables and in revision files, where their `repr` is what is written: `types.Decimal(12, 2)`.
What each one stores:

| type | SQLite | PostgreSQL | MySQL, MariaDB |
|---|---|---|---|
| `Id` | INTEGER | BIGINT | BIGINT |
| `Int`, `Duration` (microseconds) | BIGINT | BIGINT | BIGINT |
| `Decimal(p, s)` | BIGINT of 10^-s up to 18 digits, else text that sorts like the number | NUMERIC | NUMERIC |
| `UtcDateTime` | text `2026-01-31 23:59:59.000000` in UTC | TIMESTAMP WITH TIME ZONE | DATETIME(6) in UTC |
| `Date`, `Time` | text | DATE, TIME | DATE, TIME(6) |
| `Uuid` | CHAR(32), hexadecimal | UUID | CHAR(32) |
| `Json` | TEXT (a JSON column would turn `1.0` into `1`) | JSONB | JSON |
| `String(n)`, `Text` | BINARY order | `COLLATE "C"` | a binary collation without padding |
"""

from crudgen.model.types.base import ColumnType
from crudgen.model.types.numbers import Bool, Decimal, Float, Id, Int, scaled, sortable, unscaled, unsortable
from crudgen.model.types.texts import Json, String, Text, Uuid
from crudgen.model.types.times import Date, Duration, Time, UtcDateTime, microseconds

__all__ = [
    "Bool", "ColumnType", "Date", "Decimal", "Duration", "Float", "Id", "Int", "Json", "String", "Text", "Time", "UtcDateTime", "Uuid",
    "microseconds", "scaled", "sortable", "unscaled", "unsortable",
]  # fmt: skip
