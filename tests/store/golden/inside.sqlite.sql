CASE WHEN json_type(thing.meta, ?) IN ('text') THEN json_extract(thing.meta, ?) END IN (__[POSTCOMPILE_p1]) OR CASE WHEN json_type(thing.meta, ?) IN ('integer', 'real') THEN json_extract(thing.meta, ?) END IN (__[POSTCOMPILE_p2]) ORDER BY thing.id ASC

coalesce(lower(json_type(thing.meta, ?)), ?) != ? AND CASE WHEN (CASE WHEN json_type(thing.meta, ?) IN ('text') THEN json_extract(thing.meta, ?) END IN (__[POSTCOMPILE_p1]) OR CASE WHEN json_type(thing.meta, ?) IN ('true', 'false') THEN json_type(thing.meta, ?) END IN (__[POSTCOMPILE_p2])) THEN ? ELSE ? END = ? ORDER BY thing.id ASC

CASE WHEN json_type(thing.meta, ?) IN ('integer', 'real') THEN json_extract(thing.meta, ?) END > ? ORDER BY thing.id ASC

instr(CASE WHEN json_type(thing.meta, ?) IN ('text') THEN json_extract(thing.meta, ?) END, ?) > ? OR (json_type(thing.meta, ?) = 'array' AND EXISTS (SELECT 1 FROM json_each(thing.meta, ?) AS held, json_each(?) AS wanted WHERE held.atom = wanted.atom AND (held.type = wanted.type OR held.type IN ('integer', 'real') AND wanted.type IN ('integer', 'real')))) = 1 ORDER BY thing.id ASC

substr(CASE WHEN json_type(thing.meta, ?) IN ('text') THEN json_extract(thing.meta, ?) END, -length(?)) = ? OR CASE WHEN json_type(thing.meta, ?) IN ('text') THEN json_extract(thing.meta, ?) END IS NOT NULL AND ? = ? ORDER BY thing.id ASC

coalesce(lower(json_type(thing.meta, ?)), ?) = ? ORDER BY thing.id ASC

(json_type(thing.sizes, ?) = 'array' AND EXISTS (SELECT 1 FROM json_each(thing.sizes, ?) AS held, json_each(?) AS wanted WHERE held.atom = wanted.atom AND (held.type = wanted.type OR held.type IN ('integer', 'real') AND wanted.type IN ('integer', 'real')))) = 1 ORDER BY thing.id ASC
