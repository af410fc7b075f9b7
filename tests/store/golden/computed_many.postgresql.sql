SELECT "order".id, CASE WHEN (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS NUMERIC) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %(param_1)s) THEN "order".status ELSE %(param_2)s::VARCHAR COLLATE "C" END AS _value2, (((%(param_3)s::VARCHAR COLLATE "C" || "order".number) || %(param_4)s::VARCHAR COLLATE "C") || _r1.name) AS _value3, CAST(%(now)s::TIMESTAMP WITH TIME ZONE AT TIME ZONE 'UTC' AS DATE) AS _value4, %(now)s::TIMESTAMP WITH TIME ZONE AS _value5, "order".number, "order".customer, "order".status, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS NUMERIC) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1, "order".placed_at, "order"._version, _numbered.parent, _numbered.number AS number_1 
FROM (SELECT "order".id AS k0, "order".customer AS parent, row_number() OVER (PARTITION BY "order".customer ORDER BY "order".id) AS number 
FROM "order" 
WHERE "order".customer IN (__[POSTCOMPILE_keys])) AS _numbered JOIN "order" ON "order".id = _numbered.k0 LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE _numbered.number <= 101 ORDER BY _numbered.parent, _numbered.number
