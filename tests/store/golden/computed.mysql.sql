SELECT derived.id, derived._value1 AS _value1, concat(concat(concat(%s, derived.number), %s), r1.name) AS _value2, derived._version 
FROM (SELECT `order`.id AS id, `order`.number AS number, `order`.customer AS customer, `order`.status AS status, `order`.placed_at AS placed_at, `order`._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(each1.quantity AS DECIMAL(65, 0)) * each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1.`order` = `order`.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1 
FROM `order` 
 LIMIT 0, 18446744073709551615) AS derived LEFT OUTER JOIN customer AS r1 ON r1.id = derived.customer 
WHERE derived._value1 > %s ORDER BY _value1 DESC, derived.id ASC 
 LIMIT %s
