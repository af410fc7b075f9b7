SELECT line.id, line._version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each2_1.quantity * each2_2.price) = 'integer' THEN each2_1.quantity * each2_2.price ELSE crudgen_mul(each2_1.quantity, each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS each1 
WHERE each1.customer = r3.id), '999999999999') AS _value3 
FROM line LEFT OUTER JOIN "order" AS r1 ON r1.id = line."order" LEFT OUTER JOIN product AS r2 ON r2.id = line.product LEFT OUTER JOIN customer AS r3 ON r3.id = r1.customer 
WHERE (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each1.quantity * each2.price) = 'integer' THEN each1.quantity * each2.price ELSE crudgen_mul(each1.quantity, each2.price) END, '999999999999')), 0) AS operation_3 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = r1.id), '999999999999') > crudgen_guard(CASE WHEN typeof(line.quantity * r2.price) = 'integer' THEN line.quantity * r2.price ELSE crudgen_mul(line.quantity, r2.price) END, '999999999999')) ORDER BY _value3 ASC NULLS LAST, line.id ASC
