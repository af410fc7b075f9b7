SELECT derived.id, derived.number, derived._version, derived._value2 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS NUMERIC) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value2 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE "order".number != %(p0)s::VARCHAR AND NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each2_1.quantity AS NUMERIC) * each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_3 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM "order" AS each1 
WHERE each1.customer = r1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %(p2)s AND "order".status = %(p5)s::VARCHAR
 LIMIT ALL OFFSET 0) AS derived 
WHERE derived._value2 > %(p1)s AND ((SELECT count(1) AS count_1 
FROM line AS each1 
WHERE each1."order" = derived.id) > %(p3)s::BIGINT) AND (derived._value2 < %(p4)s) AND (derived._value2 < %(p6)s OR derived._value2 IS NULL OR derived._value2 = %(p6)s AND derived.id > %(p7)s::BIGINT) ORDER BY _value1 DESC NULLS LAST, derived.id ASC 
 LIMIT %(limit)s::INTEGER
