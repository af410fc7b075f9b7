SELECT _derived.id, _derived._value1 AS _value1, concat(concat(concat(%s, _derived.number), %s), _r1.name) AS _value2, _derived._version 
FROM (SELECT `order`.id AS id, `order`.number AS number, `order`.customer AS customer, `order`.status AS status, `order`.placed_at AS placed_at, `order`._version AS _version, NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(NULLIF(NULLIF(LEAST(GREATEST((CAST(_each1.quantity AS DECIMAL(65, 0)) * _each2.price), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00))), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1.`order` = `order`.id), (-10000000000.00)), 10000000000.00), 10000000000.00), (-10000000000.00)) AS _value1 
FROM `order` 
 LIMIT 0, 18446744073709551615) AS _derived LEFT OUTER JOIN customer AS _r1 ON _r1.id = _derived.customer 
WHERE _derived._value1 > %s ORDER BY _value1 DESC, _derived.id ASC 
 LIMIT %s
