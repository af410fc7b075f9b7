SELECT derived.id, derived._value2 AS _value2, derived._version, derived._value1 AS _value1 
FROM (SELECT customer.id AS id, customer.name AS name, customer.email AS email, customer.country AS country, customer._version AS _version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each2_1.quantity * each2_2.price) = 'integer' THEN each2_1.quantity * each2_2.price ELSE crudgen_mul(each2_1.quantity, each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS each1 
WHERE each1.customer = customer.id), '999999999999') AS _value1, (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each2_1.quantity * each2_2.price) = 'integer' THEN each2_1.quantity * each2_2.price ELSE crudgen_mul(each2_1.quantity, each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS each1 
WHERE each1.customer = customer.id), '999999999999') > ?) AS _value2 
FROM customer
 LIMIT ? OFFSET 0) AS derived 
WHERE derived._value2 = ? ORDER BY _value1 ASC NULLS LAST, derived.id ASC
