SELECT _derived.id, _derived.number, _derived._version, _derived._value2 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each1.quantity * _each2.price) = 'integer' THEN _each1.quantity * _each2.price ELSE crudgen_mul(_each1.quantity, _each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), '999999999999') AS _value2 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE "order".number != ? AND crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each2_1.quantity * _each2_2.price) = 'integer' THEN _each2_1.quantity * _each2_2.price ELSE crudgen_mul(_each2_1.quantity, _each2_2.price) END, '999999999999')), 0) AS operation_3 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), '999999999999')), 0) AS operation_2 
FROM "order" AS _each1 
WHERE _each1.customer = _r1.id), '999999999999') > ? AND "order".status = ?
 LIMIT ? OFFSET 0) AS _derived 
WHERE _derived._value2 > ? AND ((SELECT count(1) AS count_1 
FROM line AS _each1 
WHERE _each1."order" = _derived.id) > ?) AND (_derived._value2 < ?) AND (_derived._value2 < ? OR _derived._value2 IS NULL OR _derived._value2 = ? AND _derived.id > ?) ORDER BY _value1 DESC, _derived.id ASC
 LIMIT ? OFFSET ?
