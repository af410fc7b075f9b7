SELECT _derived.id, _derived.number, _derived._version, _derived._value1 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each1.quantity * _each2.price) = 'integer' THEN _each1.quantity * _each2.price ELSE crudgen_mul(_each1.quantity, _each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), '999999999999') AS _value1 
FROM "order"
 LIMIT ? OFFSET 0) AS _derived 
WHERE _derived._value1 < ? OR _derived._value1 IS NULL OR _derived._value1 = ? AND _derived.id > ? ORDER BY _value1 DESC, _derived.id ASC
 LIMIT ? OFFSET ?
