-- price * few
SELECT (visit.price * visit.few) AS operation_1 FROM visit

-- price * count
SELECT CASE WHEN typeof(visit.price * visit.count) = 'integer' THEN visit.price * visit.count ELSE crudgen_mul(visit.price, visit.count) END AS operation_1 FROM visit

-- price / 3
SELECT crudgen_div(visit.price, ?, 6) AS operation_1 FROM visit

-- count + 1
SELECT crudgen_guard(CASE WHEN typeof(visit.count + ?) = 'integer' THEN visit.count + ? ELSE crudgen_add(visit.count, ?) END, '9223372036854775808') AS operation_1 FROM visit

-- few + 1
SELECT (visit.few + ?) AS operation_1 FROM visit

-- -count
SELECT crudgen_guard(crudgen_sub(0, visit.count), '9223372036854775808') AS operation_1 FROM visit

-- sum(guest.visits.price)
SELECT crudgen_guard((SELECT CASE WHEN coalesce(sum(_each1.price >> 32), 0) BETWEEN -1073741824 AND 1073741823 THEN (coalesce(sum(_each1.price >> 32), 0) << 32) + coalesce(sum(_each1.price & 4294967295), 0) ELSE crudgen_add(crudgen_mul(coalesce(sum(_each1.price >> 32), 0), 4294967296), coalesce(sum(_each1.price & 4294967295), 0)) END AS operation_2 FROM visit AS _each1 WHERE _each1.guest = visit.guest), '99999999999999999999999999999999999999') AS operation_1 FROM visit

-- price + 0.125
SELECT ((visit.price * 10) + ?) AS operation_1 FROM visit

-- decimal(price, 1)
SELECT crudgen_rescale(visit.price, -1) AS operation_1 FROM visit

-- fee * 2
SELECT crudgen_mul(crudgen_unsortable(visit.fee), ?) AS operation_1 FROM visit

-- weight / few
SELECT NULLIF(NULLIF(visit.weight / NULLIF(CAST(visit.few AS REAL), 0), 9e999), -9e999) AS operation_1 FROM visit

-- weight * price
SELECT NULLIF(NULLIF(visit.weight * crudgen_to_float(visit.price, 2), 9e999), -9e999) AS operation_1 FROM visit

-- name + text(price)
SELECT (visit.name || crudgen_write_decimal(visit.price, 2)) AS operation_1 FROM visit

-- lower(name)
SELECT crudgen_lower(visit.name) AS operation_1 FROM visit

-- length(name)
SELECT length(visit.name) AS operation_1 FROM visit

-- text(at)
SELECT (replace(visit.at, ' ', 'T') || 'Z') AS operation_1 FROM visit

-- text(code)
SELECT crudgen_write_uuid(visit.code) AS operation_1 FROM visit

-- int(name)
SELECT crudgen_read_int(visit.name, 0, '9223372036854775808') AS operation_1 FROM visit

-- decimal(name, 2)
SELECT crudgen_read_decimal(visit.name, 2, '99999999999999999999999999999999999999') AS operation_1 FROM visit

-- date(name)
SELECT crudgen_read_date(visit.name) AS operation_1 FROM visit

-- datetime(name)
SELECT crudgen_read_datetime(visit.name) AS operation_1 FROM visit

-- date(at)
SELECT substr(visit.at, 1, 10) AS operation_1 FROM visit

-- datetime(day)
SELECT (visit.day || ' 00:00:00.000000') AS operation_1 FROM visit

-- day + '7d'
SELECT crudgen_date_add(visit.day, ?) AS operation_1 FROM visit

-- at - spent
SELECT crudgen_datetime_add(visit.at, crudgen_sub(0, visit.spent)) AS operation_1 FROM visit

-- day - '2026-01-01'
SELECT crudgen_date_diff(visit.day, ?) AS operation_1 FROM visit

-- at - now()
SELECT crudgen_datetime_diff(visit.at, ?) AS operation_1 FROM visit

-- if(is_paid, few, null)
SELECT CASE WHEN visit.is_paid THEN visit.few ELSE ? END AS operation_1 FROM visit

-- coalesce(price, few)
SELECT coalesce(visit.price, (visit.few * 100)) AS operation_1 FROM visit

-- max(guest.visits.fee)
SELECT (SELECT crudgen_max(crudgen_unsortable(_each1.fee)) AS operation_1 FROM visit AS _each1 WHERE _each1.guest = visit.guest) AS anon_1 FROM visit

-- count(guest.orders.lines)
SELECT (SELECT count(1) AS count_1 FROM "order" AS _each1 JOIN line AS _each2 ON _each2."order" = _each1.id WHERE _each1.customer = visit.guest) AS anon_1 FROM visit

-- text(is_paid)
SELECT CASE visit.is_paid WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END AS operation_1 FROM visit

-- int(is_paid)
SELECT (+ visit.is_paid) AS operation_1 FROM visit

-- int(weight)
SELECT crudgen_from_float(visit.weight, 0, '9223372036854775808') AS operation_1 FROM visit

-- bool(name)
SELECT CASE visit.name WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS operation_1 FROM visit

-- price > 10
SELECT visit.id FROM visit WHERE (visit.price > ?)

-- few in [1, 2]
SELECT visit.id FROM visit WHERE (visit.few IN (?, ?))

-- name contains 'a' and not name icontains 'b'
SELECT visit.id FROM visit WHERE (instr(visit.name, ?) > 0) AND (NOT (instr(crudgen_fold(visit.name), crudgen_fold(?)) > 0))

-- name starts 'a' or name ends 'b'
SELECT visit.id FROM visit WHERE (substr(visit.name, 1, length(?)) = ?) OR crudgen_ends(visit.name, ?)

-- fee > price
SELECT visit.id FROM visit WHERE (crudgen_compare(crudgen_unsortable(visit.fee), (visit.price * 100)) > 0)

-- any(guest.orders.lines.product.price > price)
SELECT visit.id FROM visit WHERE EXISTS (SELECT 1 FROM "order" AS _each1 JOIN line AS _each2 ON _each2."order" = _each1.id LEFT OUTER JOIN product AS _each3 ON _each3.id = _each2.product WHERE _each1.customer = visit.guest AND (_each3.price > visit.price))

-- all(guest.visits.is_paid)
SELECT visit.id FROM visit WHERE NOT (EXISTS (SELECT 1 FROM visit AS _each1 WHERE _each1.guest = visit.guest AND _each1.is_paid IS NOT 1))

-- not any(guest.visits.is_paid)
SELECT visit.id FROM visit WHERE (NOT (SELECT CASE max(CASE WHEN _each1.is_paid THEN 2 WHEN (_each1.is_paid IS NULL) THEN 1 ELSE 0 END) WHEN 2 THEN 1 WHEN 1 THEN NULL ELSE 0 END AS anon_1 FROM visit AS _each1 WHERE _each1.guest = visit.guest))

-- guest.country.name = 'Spain'
SELECT visit.id FROM visit LEFT OUTER JOIN customer AS _r1 ON _r1.id = visit.guest LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country WHERE (_r2.name = ?)

-- any(guest.orders.lines.product.tags.name = 'new')
SELECT visit.id FROM visit WHERE EXISTS (SELECT 1 FROM "order" AS _each1 JOIN line AS _each2 ON _each2."order" = _each1.id JOIN product AS _each3 ON _each3.id = _each2.product JOIN product_tags AS _each4 ON _each4.product_id = _each3.id JOIN tag AS _each5 ON _each5.id = _each4.tag_id WHERE _each1.customer = visit.guest AND (_each5.name = ?))

-- is_paid is null
SELECT visit.id FROM visit WHERE (visit.is_paid IS NULL)

-- guest = user.id
SELECT visit.id FROM visit WHERE (visit.guest = ?)

-- 'clerk' in user.roles
SELECT visit.id FROM visit WHERE ? IN (__[POSTCOMPILE_p1])

-- at < now() - '2w'
SELECT visit.id FROM visit WHERE (visit.at < crudgen_datetime_add(?, ?))
