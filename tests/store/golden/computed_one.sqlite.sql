SELECT customer.id, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each2_1.quantity * _each2_2.price) = 'integer' THEN _each2_1.quantity * _each2_2.price ELSE crudgen_mul(_each2_1.quantity, _each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS _each1 
WHERE _each1.customer = customer.id), '999999999999') AS _value1, (SELECT count(1) AS count_1 
FROM "order" AS _each1 
WHERE _each1.customer = customer.id) AS _value2, (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each2_1.quantity * _each2_2.price) = 'integer' THEN _each2_1.quantity * _each2_2.price ELSE crudgen_mul(_each2_1.quantity, _each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS _each1 
WHERE _each1.customer = customer.id), '999999999999') > ?) AS _value3, customer.name, customer.email, customer.country, customer._version 
FROM customer 
WHERE customer.id IN (__[POSTCOMPILE_keys])
