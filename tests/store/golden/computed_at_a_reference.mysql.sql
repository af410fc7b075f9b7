SELECT line.id, line._version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS DECIMAL(65, 0)) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1.`order` = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM `order` AS _each1 
WHERE _each1.customer = _r3.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value3 
FROM line LEFT OUTER JOIN `order` AS _r1 ON _r1.id = line.`order` LEFT OUTER JOIN product AS _r2 ON _r2.id = line.product LEFT OUTER JOIN customer AS _r3 ON _r3.id = _r1.customer 
WHERE (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS DECIMAL(65, 0)) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_3 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1.`order` = _r1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > NULLIF(NULLIF(LEAST(GREATEST((CAST(line.quantity AS DECIMAL(65, 0)) * _r2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))) ORDER BY _value3 IS NULL, _value3, line.id ASC
