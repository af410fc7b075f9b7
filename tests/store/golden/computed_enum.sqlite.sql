SELECT _derived.id, _derived._value2 AS _value1, _derived._version 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, CASE WHEN (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each1.quantity * _each2.price) = 'integer' THEN _each1.quantity * _each2.price ELSE crudgen_mul(_each1.quantity, _each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), '999999999999') > ?) THEN "order".status ELSE ? END AS _value2 
FROM "order"
 LIMIT ? OFFSET 0) AS _derived ORDER BY CASE _derived._value2 WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 END ASC NULLS LAST, _derived.id ASC
