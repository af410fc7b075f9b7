SELECT _derived.id, _derived.number, _derived._version, _derived._value2 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS NUMERIC) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value2 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE "order".number != %(p0)s::VARCHAR AND NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS NUMERIC) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_3 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM "order" AS _each1 
WHERE _each1.customer = _r1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %(p2)s AND "order".status = %(p5)s::VARCHAR
 LIMIT ALL OFFSET 0) AS _derived 
WHERE _derived._value2 > %(p1)s AND ((SELECT count(1) AS count_1 
FROM line AS _each1 
WHERE _each1."order" = _derived.id) > %(p3)s::BIGINT) AND (_derived._value2 < %(p4)s) AND (_derived._value2 < %(p6)s OR _derived._value2 IS NULL OR _derived._value2 = %(p6)s AND _derived.id > %(p7)s::BIGINT) ORDER BY _value1 DESC NULLS LAST, _derived.id ASC 
 LIMIT %(limit)s::INTEGER
