SELECT _derived.id, _derived.number, _derived._version, _derived._value2 AS _value1 
FROM (SELECT `order`.id AS id, `order`.number AS number, `order`.customer AS customer, `order`.status AS status, `order`.placed_at AS placed_at, `order`._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS DECIMAL(65, 0)) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1.`order` = `order`.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value2 
FROM `order` LEFT OUTER JOIN customer AS _r1 ON _r1.id = `order`.customer 
WHERE `order`.number != %s AND NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each2_1.quantity AS DECIMAL(65, 0)) * _each2_2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_3 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1.`order` = _each1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_2 
FROM `order` AS _each1 
WHERE _each1.customer = _r1.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) > %s AND `order`.status = %s 
 LIMIT 0, 18446744073709551615) AS _derived 
WHERE _derived._value2 > %s AND ((SELECT count(1) AS count_1 
FROM line AS _each1 
WHERE _each1.`order` = _derived.id) > %s) AND (_derived._value2 < %s) AND (_derived._value2 < %s OR _derived._value2 IS NULL OR _derived._value2 = %s AND _derived.id > %s) ORDER BY _value1 DESC, _derived.id ASC 
 LIMIT %s
