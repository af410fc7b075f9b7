-- price * few
SELECT (visit.price * visit.few) AS operation_1 FROM visit

-- price * count
SELECT (visit.price * CAST(visit.count AS DECIMAL(65, 0))) AS operation_1 FROM visit

-- price / 3
SELECT round(truncate(CAST(visit.price AS DECIMAL(65, 30)) / NULLIF(%s, 0), 9), 8) AS operation_1 FROM visit

-- count + 1
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST((CAST(visit.count AS DECIMAL(65, 0)) + CAST(%s AS DECIMAL(65, 0))), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS SIGNED) AS operation_1 FROM visit

-- few + 1
SELECT (visit.few + %s) AS operation_1 FROM visit

-- -count
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST((- CAST(visit.count AS DECIMAL(65, 0))), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS SIGNED) AS operation_1 FROM visit

-- sum(guest.visits.price)
SELECT NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(_each1.price), 0) AS operation_2 FROM visit AS _each1 WHERE _each1.guest = visit.guest), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS operation_1 FROM visit

-- price + 0.125
SELECT (visit.price + %s) AS operation_1 FROM visit

-- decimal(price, 1)
SELECT round(visit.price, 1) AS operation_1 FROM visit

-- fee * 2
SELECT (visit.fee * CAST(%s AS DECIMAL(65, 0))) AS operation_1 FROM visit

-- weight / few
SELECT (visit.weight / NULLIF((visit.few + 0e0), 0)) AS operation_1 FROM visit

-- weight * price
SELECT (visit.weight * (visit.price + 0e0)) AS operation_1 FROM visit

-- name + text(price)
SELECT concat(visit.name, CAST(CAST(visit.price AS DECIMAL(65, 2)) AS CHAR)) AS operation_1 FROM visit

-- lower(name)
SELECT lower(visit.name) AS operation_1 FROM visit

-- length(name)
SELECT char_length(visit.name) AS operation_1 FROM visit

-- text(at)
SELECT concat(replace(CAST(CAST(visit.at AS DATETIME(6)) AS CHAR), ' ', 'T'), 'Z') AS operation_1 FROM visit

-- text(code)
SELECT insert(insert(insert(insert(visit.code, 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-') AS operation_1 FROM visit

-- int(name)
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST(round(CAST(NULLIF(REGEXP_SUBSTR(visit.name, '^-?[0-9]{1,60}$'), '') AS DECIMAL(65, 30)), 0), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS SIGNED) AS operation_1 FROM visit

-- decimal(name, 2)
SELECT NULLIF(NULLIF(LEAST(GREATEST(round(CAST(NULLIF(REGEXP_SUBSTR(visit.name, '^-?[0-9]{1,60}([.][0-9]{1,60})?$'), '') AS DECIMAL(65, 30)), 2), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS operation_1 FROM visit

-- date(name)
SELECT CAST(NULLIF(REGEXP_SUBSTR(visit.name, '^(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)$'), '') AS DATE) AS operation_1 FROM visit

-- datetime(name)
SELECT CAST(NULLIF(REGEXP_SUBSTR(visit.name, '^(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])$'), '') AS DATETIME(6)) AS operation_1 FROM visit

-- date(at)
SELECT CAST(visit.at AS DATE) AS operation_1 FROM visit

-- datetime(day)
SELECT CAST(visit.day AS DATETIME(6)) AS operation_1 FROM visit

-- day + '7d'
SELECT (visit.day + INTERVAL floor(%s / 86400000000) DAY) AS operation_1 FROM visit

-- at - spent
SELECT (visit.at + INTERVAL (- CAST(visit.spent AS DECIMAL(65, 0))) MICROSECOND) AS operation_1 FROM visit

-- day - '2026-01-01'
SELECT (datediff(visit.day, %s) * 86400000000) AS operation_1 FROM visit

-- at - now()
SELECT TIMESTAMPDIFF(MICROSECOND, %s, visit.at) AS operation_1 FROM visit

-- if(is_paid, few, null)
SELECT CASE WHEN visit.is_paid THEN visit.few ELSE %s END AS operation_1 FROM visit

-- coalesce(price, few)
SELECT coalesce(visit.price, visit.few) AS operation_1 FROM visit

-- max(guest.visits.fee)
SELECT (SELECT max(_each1.fee) AS operation_1 FROM visit AS _each1 WHERE _each1.guest = visit.guest) AS anon_1 FROM visit

-- count(guest.orders.lines)
SELECT (SELECT count(1) AS count_1 FROM `order` AS _each1 INNER JOIN line AS _each2 ON _each2.`order` = _each1.id WHERE _each1.customer = visit.guest) AS anon_1 FROM visit

-- text(is_paid)
SELECT CASE visit.is_paid WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END AS operation_1 FROM visit

-- int(is_paid)
SELECT CASE visit.is_paid WHEN TRUE THEN 1 WHEN FALSE THEN 0 END AS operation_1 FROM visit

-- int(weight)
SELECT CAST(NULLIF(NULLIF(LEAST(GREATEST(round(CAST(CAST(visit.weight AS CHAR) AS DECIMAL(65, 30)), 0), (-9223372036854775809)), 9223372036854775808), 9223372036854775808), (-9223372036854775809)) AS SIGNED) AS operation_1 FROM visit

-- bool(name)
SELECT CASE visit.name WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS operation_1 FROM visit

-- price > 10
SELECT visit.id FROM visit WHERE (visit.price > %s)

-- few in [1, 2]
SELECT visit.id FROM visit WHERE (visit.few IN (%s, %s))

-- name contains 'a' and not name icontains 'b'
SELECT visit.id FROM visit WHERE (instr(visit.name, %s) > 0) AND (NOT (instr(lower(visit.name), lower(%s)) > 0))

-- name starts 'a' or name ends 'b'
SELECT visit.id FROM visit WHERE (locate(%s, visit.name) = 1) OR (locate(reverse(%s), reverse(visit.name)) = 1)

-- fee > price
SELECT visit.id FROM visit WHERE (visit.fee > visit.price)

-- any(guest.orders.lines.product.price > price)
SELECT visit.id FROM visit WHERE EXISTS (SELECT 1 FROM `order` AS _each1 INNER JOIN line AS _each2 ON _each2.`order` = _each1.id LEFT OUTER JOIN product AS _each3 ON _each3.id = _each2.product WHERE _each1.customer = visit.guest AND (_each3.price > visit.price))

-- all(guest.visits.is_paid)
SELECT visit.id FROM visit WHERE NOT (EXISTS (SELECT 1 FROM visit AS _each1 WHERE _each1.guest = visit.guest AND _each1.is_paid IS NOT true))

-- not any(guest.visits.is_paid)
SELECT visit.id FROM visit WHERE (NOT (SELECT CASE max(CASE WHEN _each1.is_paid THEN 2 WHEN (_each1.is_paid IS NULL) THEN 1 ELSE 0 END) WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS anon_1 FROM visit AS _each1 WHERE _each1.guest = visit.guest))

-- guest.country.name = 'Spain'
SELECT visit.id FROM visit LEFT OUTER JOIN customer AS _r1 ON _r1.id = visit.guest LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country WHERE (_r2.name = %s)

-- any(guest.orders.lines.product.tags.name = 'new')
SELECT visit.id FROM visit WHERE EXISTS (SELECT 1 FROM `order` AS _each1 INNER JOIN line AS _each2 ON _each2.`order` = _each1.id INNER JOIN product AS _each3 ON _each3.id = _each2.product INNER JOIN product_tags AS _each4 ON _each4.product_id = _each3.id INNER JOIN tag AS _each5 ON _each5.id = _each4.tag_id WHERE _each1.customer = visit.guest AND (_each5.name = %s))

-- is_paid is null
SELECT visit.id FROM visit WHERE (visit.is_paid IS NULL)

-- guest = user.id
SELECT visit.id FROM visit WHERE (visit.guest = %s)

-- 'clerk' in user.roles
SELECT visit.id FROM visit WHERE %s IN (__[POSTCOMPILE_p1])

-- at < now() - '2w'
SELECT visit.id FROM visit WHERE (visit.at < (%s + INTERVAL %s MICROSECOND))
