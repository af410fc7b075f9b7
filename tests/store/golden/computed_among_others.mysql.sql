SELECT derived.id, derived.number, derived._version, derived._value2 AS _value1 
FROM (SELECT `order`.id AS id, `order`.number AS number, `order`.customer AS customer, `order`.status AS status, `order`.placed_at AS placed_at, `order`._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS DECIMAL(65, 0)) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1.`order` = `order`.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value2 
FROM `order` LEFT OUTER JOIN customer AS r1 ON r1.id = `order`.customer 
WHERE `order`.number != %s AND NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each2_1.quantity AS DECIMAL(65, 0)) * each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_3 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1.`order` = each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM `order` AS each1 
WHERE each1.customer = r1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %s AND `order`.status = %s 
 LIMIT 0, 18446744073709551615) AS derived 
WHERE derived._value2 > %s AND ((SELECT count(1) AS count_1 
FROM line AS each1 
WHERE each1.`order` = derived.id) > %s) AND (derived._value2 < %s) AND (derived._value2 < %s OR derived._value2 IS NULL OR derived._value2 = %s AND derived.id > %s) ORDER BY _value1 DESC, derived.id ASC 
 LIMIT %s
