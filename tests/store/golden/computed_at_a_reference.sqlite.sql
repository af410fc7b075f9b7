SELECT line.id, line._version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each2_1.quantity * _each2_2.price) = 'integer' THEN _each2_1.quantity * _each2_2.price ELSE crudgen_mul(_each2_1.quantity, _each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS _each2_1 LEFT OUTER JOIN product AS _each2_2 ON _each2_2.id = _each2_1.product 
WHERE _each2_1."order" = _each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS _each1 
WHERE _each1.customer = _r3.id), '999999999999') AS _value3 
FROM line LEFT OUTER JOIN "order" AS _r1 ON _r1.id = line."order" LEFT OUTER JOIN product AS _r2 ON _r2.id = line.product LEFT OUTER JOIN customer AS _r3 ON _r3.id = _r1.customer 
WHERE (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each1.quantity * _each2.price) = 'integer' THEN _each1.quantity * _each2.price ELSE crudgen_mul(_each1.quantity, _each2.price) END, '999999999999')), 0) AS operation_3 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = _r1.id), '999999999999') > crudgen_guard(CASE WHEN typeof(line.quantity * _r2.price) = 'integer' THEN line.quantity * _r2.price ELSE crudgen_mul(line.quantity, _r2.price) END, '999999999999')) ORDER BY _value3 ASC NULLS LAST, line.id ASC
