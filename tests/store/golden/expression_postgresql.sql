-- price * few
SELECT (visit.price * visit.few) AS operation_1 FROM visit

-- price * count
SELECT (visit.price * CAST(visit.count AS NUMERIC)) AS operation_1 FROM visit

-- price / 3
SELECT round(div(CAST(visit.price AS NUMERIC) * 1000000000, NULLIF(%(p0)s::BIGINT, 0)) * 0.000000001, 8) AS operation_1 FROM visit

-- count + 1
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST((CAST(visit.count AS NUMERIC) + CAST(%(p0)s::BIGINT AS NUMERIC)), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS BIGINT) AS operation_1 FROM visit

-- few + 1
SELECT (visit.few + %(p0)s::BIGINT) AS operation_1 FROM visit

-- -count
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST((- CAST(visit.count AS NUMERIC)), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS BIGINT) AS operation_1 FROM visit

-- sum(guest.visits.price)
SELECT NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(_each1.price), 0) AS operation_2 FROM visit AS _each1 WHERE _each1.guest = visit.guest), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS operation_1 FROM visit

-- price + 0.125
SELECT (visit.price + %(p0)s) AS operation_1 FROM visit

-- decimal(price, 1)
SELECT round(visit.price, 1) AS operation_1 FROM visit

-- fee * 2
SELECT (visit.fee * CAST(%(p0)s::BIGINT AS NUMERIC)) AS operation_1 FROM visit

-- weight / few
SELECT (visit.weight / NULLIF(CAST(visit.few AS DOUBLE PRECISION), 0)) AS operation_1 FROM visit

-- weight * price
SELECT (visit.weight * CAST(visit.price AS DOUBLE PRECISION)) AS operation_1 FROM visit

-- name + text(price)
SELECT (visit.name || (CAST(CAST(visit.price AS NUMERIC(38, 2)) AS TEXT) COLLATE "C")) AS operation_1 FROM visit

-- lower(name)
SELECT (lower(visit.name COLLATE "und-x-icu") COLLATE "C") AS operation_1 FROM visit

-- length(name)
SELECT char_length(visit.name) AS operation_1 FROM visit

-- text(at)
SELECT (to_char(visit.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') COLLATE "C") AS operation_1 FROM visit

-- text(code)
SELECT (CAST(visit.code AS TEXT) COLLATE "C") AS operation_1 FROM visit

-- int(name)
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST(round(CAST(substring(visit.name from '^-?[0-9]{1,60}$') AS NUMERIC), 0), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS BIGINT) AS operation_1 FROM visit

-- decimal(name, 2)
SELECT NULLIF(NULLIF(LEAST(GREATEST(round(CAST(substring(visit.name from '^-?[0-9]{1,60}(?:[.][0-9]{1,60})?$') AS NUMERIC), 2), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS operation_1 FROM visit

-- date(name)
SELECT CAST(substring(visit.name from '^(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)$') AS DATE) AS operation_1 FROM visit

-- datetime(name)
SELECT CAST(substring(visit.name from '^(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])$') AS TIMESTAMP WITH TIME ZONE) AS operation_1 FROM visit

-- date(at)
SELECT CAST(visit.at AT TIME ZONE 'UTC' AS DATE) AS operation_1 FROM visit

-- datetime(day)
SELECT (CAST(visit.day AS TIMESTAMP) AT TIME ZONE 'UTC') AS operation_1 FROM visit

-- day + '7d'
SELECT (visit.day + CAST(floor(CAST(%(p0)s::BIGINT AS NUMERIC) / 86400000000) AS INTEGER)) AS operation_1 FROM visit

-- at - spent
SELECT (visit.at + (- CAST(visit.spent AS NUMERIC)) * INTERVAL '1 microsecond') AS operation_1 FROM visit

-- day - '2026-01-01'
SELECT (CAST(visit.day - %(p0)s::DATE AS BIGINT) * 86400000000) AS operation_1 FROM visit

-- at - now()
SELECT CAST(EXTRACT(EPOCH FROM visit.at - %(p0)s::TIMESTAMP WITH TIME ZONE) * 1000000 AS BIGINT) AS operation_1 FROM visit

-- if(is_paid, few, null)
SELECT CASE WHEN visit.is_paid THEN visit.few ELSE %(p0)s::BIGINT END AS operation_1 FROM visit

-- coalesce(price, few)
SELECT coalesce(visit.price, visit.few) AS operation_1 FROM visit

-- max(guest.visits.fee)
SELECT (SELECT max(_each1.fee) AS operation_1 FROM visit AS _each1 WHERE _each1.guest = visit.guest) AS anon_1 FROM visit

-- count(guest.orders.lines)
SELECT (SELECT count(1) AS count_1 FROM "order" AS _each1 JOIN line AS _each2 ON _each2."order" = _each1.id WHERE _each1.customer = visit.guest) AS anon_1 FROM visit

-- text(is_paid)
SELECT CASE visit.is_paid WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END AS operation_1 FROM visit

-- int(is_paid)
SELECT CASE visit.is_paid WHEN TRUE THEN 1 WHEN FALSE THEN 0 END AS operation_1 FROM visit

-- int(weight)
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST(round(CAST(CAST(visit.weight AS TEXT) AS NUMERIC), 0), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS BIGINT) AS operation_1 FROM visit

-- bool(name)
SELECT CASE visit.name WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS operation_1 FROM visit

-- price > 10
SELECT visit.id FROM visit WHERE (visit.price > %(p0)s)

-- few in [1, 2]
SELECT visit.id FROM visit WHERE (visit.few IN (%(p0)s::BIGINT, %(p1)s::BIGINT))

-- name contains 'a' and not name icontains 'b'
SELECT visit.id FROM visit WHERE (strpos(visit.name, %(p0)s::VARCHAR COLLATE "C") > 0) AND (NOT (strpos(lower(visit.name COLLATE "und-x-icu"), lower(%(p1)s::VARCHAR COLLATE "C" COLLATE "und-x-icu")) > 0))

-- name starts 'a' or name ends 'b'
SELECT visit.id FROM visit WHERE starts_with(visit.name, %(p0)s::VARCHAR COLLATE "C") OR starts_with(reverse(visit.name), reverse(%(p1)s::VARCHAR COLLATE "C"))

-- fee > price
SELECT visit.id FROM visit WHERE (visit.fee > visit.price)

-- any(guest.orders.lines.product.price > price)
SELECT visit.id FROM visit WHERE EXISTS (SELECT 1 FROM "order" AS _each1 JOIN line AS _each2 ON _each2."order" = _each1.id LEFT OUTER JOIN product AS _each3 ON _each3.id = _each2.product WHERE _each1.customer = visit.guest AND (_each3.price > visit.price))

-- all(guest.visits.is_paid)
SELECT visit.id FROM visit WHERE NOT (EXISTS (SELECT 1 FROM visit AS _each1 WHERE _each1.guest = visit.guest AND _each1.is_paid IS NOT true))

-- not any(guest.visits.is_paid)
SELECT visit.id FROM visit WHERE (NOT (SELECT CASE max(CASE WHEN _each1.is_paid THEN 2 WHEN (_each1.is_paid IS NULL) THEN 1 ELSE 0 END) WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS anon_1 FROM visit AS _each1 WHERE _each1.guest = visit.guest))

-- guest.country.name = 'Spain'
SELECT visit.id FROM visit LEFT OUTER JOIN customer AS _r1 ON _r1.id = visit.guest LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country WHERE (_r2.name = %(p0)s::VARCHAR COLLATE "C")

-- any(guest.orders.lines.product.tags.name = 'new')
SELECT visit.id FROM visit WHERE EXISTS (SELECT 1 FROM "order" AS _each1 JOIN line AS _each2 ON _each2."order" = _each1.id JOIN product AS _each3 ON _each3.id = _each2.product JOIN product_tags AS _each4 ON _each4.product_id = _each3.id JOIN tag AS _each5 ON _each5.id = _each4.tag_id WHERE _each1.customer = visit.guest AND (_each5.name = %(p0)s::VARCHAR COLLATE "C"))

-- is_paid is null
SELECT visit.id FROM visit WHERE (visit.is_paid IS NULL)

-- guest = user.id
SELECT visit.id FROM visit WHERE (visit.guest = %(p0)s::BIGINT)

-- 'clerk' in user.roles
SELECT visit.id FROM visit WHERE %(p0)s::VARCHAR COLLATE "C" IN (__[POSTCOMPILE_p1])

-- at < now() - '2w'
SELECT visit.id FROM visit WHERE (visit.at < (%(p0)s::TIMESTAMP WITH TIME ZONE + %(p1)s::BIGINT * INTERVAL '1 microsecond'))
