SELECT customer.id, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS DECIMAL(65, 0)) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1.`order` = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM `order` AS _each1 
WHERE _each1.customer = customer.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1, (SELECT count(1) AS count_1 
FROM `order` AS _each1 
WHERE _each1.customer = customer.id) AS _value2, (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS DECIMAL(65, 0)) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1.`order` = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM `order` AS _each1 
WHERE _each1.customer = customer.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %s) AS _value3, customer.name, customer.email, customer.country, customer._version 
FROM customer 
WHERE customer.id IN (__[POSTCOMPILE_keys])
