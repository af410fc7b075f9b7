SELECT _derived.id, _derived._value2 AS _value1, _derived._version 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, CASE WHEN (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS NUMERIC) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %(param_1)s) THEN "order".status ELSE %(param_2)s::VARCHAR COLLATE "C" END AS _value2 
FROM "order"
 LIMIT ALL OFFSET 0) AS _derived ORDER BY CASE _derived._value2 WHEN %(param_3)s::VARCHAR THEN 0 WHEN %(param_4)s::VARCHAR THEN 1 WHEN %(param_5)s::VARCHAR THEN 2 END ASC NULLS LAST, _derived.id ASC
