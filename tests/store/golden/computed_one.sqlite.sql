SELECT customer.id, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each2_1.quantity * each2_2.price) = 'integer' THEN each2_1.quantity * each2_2.price ELSE crudgen_mul(each2_1.quantity, each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS each1 
WHERE each1.customer = customer.id), '999999999999') AS _value1, (SELECT count(1) AS count_1 
FROM "order" AS each1 
WHERE each1.customer = customer.id) AS _value2, (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each2_1.quantity * each2_2.price) = 'integer' THEN each2_1.quantity * each2_2.price ELSE crudgen_mul(each2_1.quantity, each2_2.price) END, '999999999999')), 0) AS operation_2 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), '999999999999')), 0) AS operation_1 
FROM "order" AS each1 
WHERE each1.customer = customer.id), '999999999999') > ?) AS _value3, customer.name, customer.email, customer.country, customer._version 
FROM customer 
WHERE customer.id IN (__[POSTCOMPILE_keys])
