SELECT _derived.id, _derived._value2 AS _value2, _derived._version, _derived._value1 AS _value1 
FROM (SELECT customer.id AS id, customer.name AS name, customer.email AS email, customer.country AS country, customer._version AS _version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each2_1.quantity * _each2_2.price) = 'integer' THEN _each2_1.quantity * _each2_2.price ELSE crudgen_mul(_each2_1.quantity, _each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS _each1 
WHERE _each1.customer = customer.id), '999999999999') AS _value1, (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each2_1.quantity * _each2_2.price) = 'integer' THEN _each2_1.quantity * _each2_2.price ELSE crudgen_mul(_each2_1.quantity, _each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS _each1 
WHERE _each1.customer = customer.id), '999999999999') > ?) AS _value2 
FROM customer
 LIMIT ? OFFSET 0) AS _derived 
WHERE _derived._value2 = ? ORDER BY _value1 ASC NULLS LAST, _derived.id ASC
