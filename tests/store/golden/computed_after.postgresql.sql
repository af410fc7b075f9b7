SELECT _derived.id, _derived.number, _derived._version, _derived._value1 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS NUMERIC) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1 
FROM "order"
 LIMIT ALL OFFSET 0) AS _derived 
WHERE _derived._value1 < %(p0)s OR _derived._value1 IS NULL OR _derived._value1 = %(p0)s AND _derived.id > %(p1)s::BIGINT ORDER BY _value1 DESC NULLS LAST, _derived.id ASC 
 LIMIT %(limit)s::INTEGER
