CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('STRING') THEN json_unquote(json_extract(thing.meta, %s)) END IN (__[POSTCOMPILE_p1]) OR CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST(json_extract(thing.meta, %s) AS DOUBLE) END IN (__[POSTCOMPILE_p2]) ORDER BY thing.id ASC

coalesce(lower(json_type(json_extract(thing.meta, %s))), %s) != %s AND CASE WHEN (CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('STRING') THEN json_unquote(json_extract(thing.meta, %s)) END IN (__[POSTCOMPILE_p1]) OR CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('BOOLEAN') THEN json_unquote(json_extract(thing.meta, %s)) END IN (__[POSTCOMPILE_p2])) THEN %s ELSE %s END = %s ORDER BY thing.id ASC

CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST(json_extract(thing.meta, %s) AS DOUBLE) END > %s ORDER BY thing.id ASC

instr(CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('STRING') THEN json_unquote(json_extract(thing.meta, %s)) END, %s) > %s OR (json_type(json_extract(thing.meta, %s)) = 'ARRAY' AND json_contains(json_extract(thing.meta, %s), %s)) = 1 ORDER BY thing.id ASC

right(CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('STRING') THEN json_unquote(json_extract(thing.meta, %s)) END, char_length(%s)) = %s OR CASE WHEN json_type(json_extract(thing.meta, %s)) IN ('STRING') THEN json_unquote(json_extract(thing.meta, %s)) END IS NOT NULL AND %s = %s ORDER BY thing.id ASC

coalesce(lower(json_type(json_extract(thing.meta, %s))), %s) = %s ORDER BY thing.id ASC

(json_type(json_extract(thing.sizes, %s)) = 'ARRAY' AND json_contains(json_extract(thing.sizes, %s), %s)) = 1 ORDER BY thing.id ASC
