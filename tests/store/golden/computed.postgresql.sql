SELECT derived.id, derived._value1 AS _value1, (((%(param_1)s::VARCHAR COLLATE "C" || derived.number) || %(param_2)s::VARCHAR COLLATE "C") || r1.name) AS _value2, derived._version 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS NUMERIC) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1 
FROM "order"
 LIMIT ALL OFFSET 0) AS derived LEFT OUTER JOIN customer AS r1 ON r1.id = derived.customer 
WHERE derived._value1 > %(p0)s ORDER BY _value1 DESC NULLS LAST, derived.id ASC 
 LIMIT %(limit)s::INTEGER
