SELECT "order".id, CASE WHEN (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS NUMERIC) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %(param_1)s) THEN "order".status ELSE %(param_2)s::VARCHAR COLLATE "C" END AS _value2, (((%(param_3)s::VARCHAR COLLATE "C" || "order".number) || %(param_4)s::VARCHAR COLLATE "C") || r1.name) AS _value3, CAST(%(now)s::TIMESTAMP WITH TIME ZONE AT TIME ZONE 'UTC' AS DATE) AS _value4, %(now)s::TIMESTAMP WITH TIME ZONE AS _value5, "order".number, "order".customer, "order".status, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS NUMERIC) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1, "order".placed_at, "order"._version, numbered.parent, numbered.number AS number_1 
FROM (SELECT "order".id AS k0, "order".customer AS parent, row_number() OVER (PARTITION BY "order".customer ORDER BY "order".id) AS number 
FROM "order" 
WHERE "order".customer IN (__[POSTCOMPILE_keys])) AS numbered JOIN "order" ON "order".id = numbered.k0 LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE numbered.number <= 101 ORDER BY numbered.parent, numbered.number
