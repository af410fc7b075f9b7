SELECT _derived.id, _derived._value2 AS _value2, _derived._version, _derived._value1 AS _value1 
FROM (SELECT customer.id AS id, customer.name AS name, customer.email AS email, customer.country AS country, customer._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS DECIMAL(65, 0)) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1.`order` = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM `order` AS _each1 
WHERE _each1.customer = customer.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1, (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS DECIMAL(65, 0)) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1.`order` = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM `order` AS _each1 
WHERE _each1.customer = customer.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %s) AS _value2 
FROM customer 
 LIMIT 0, 18446744073709551615) AS _derived 
WHERE _derived._value2 = %s ORDER BY _value1 IS NULL, _value1, _derived.id ASC
