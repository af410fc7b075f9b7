SELECT line.id, line._version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each2_1.quantity AS DECIMAL(65, 0)) * each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1.`order` = each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM `order` AS each1 
WHERE each1.customer = r3.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value3 
FROM line LEFT OUTER JOIN `order` AS r1 ON r1.id = line.`order` LEFT OUTER JOIN product AS r2 ON r2.id = line.product LEFT OUTER JOIN customer AS r3 ON r3.id = r1.customer 
WHERE (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS DECIMAL(65, 0)) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_3 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1.`order` = r1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > NULLIF(NULLIF(LEAST(GREATEST((CAST(line.quantity AS DECIMAL(65, 0)) * r2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))) ORDER BY _value3 IS NULL, _value3, line.id ASC
