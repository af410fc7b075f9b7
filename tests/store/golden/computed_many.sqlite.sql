SELECT "order".id, CASE WHEN (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each1.quantity * each2.price) = 'integer' THEN each1.quantity * each2.price ELSE crudgen_mul(each1.quantity, each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), '999999999999') > ?) THEN "order".status ELSE ? END AS _value2, (((? || "order".number) || ?) || r1.name) AS _value3, substr(?, 1, 10) AS _value4, ? AS _value5, "order".number, "order".customer, "order".status, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each1.quantity * each2.price) = 'integer' THEN each1.quantity * each2.price ELSE crudgen_mul(each1.quantity, each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), '999999999999') AS _value1, "order".placed_at, "order"._version, numbered.parent, numbered.number AS number_1 
FROM (SELECT "order".id AS k0, "order".customer AS parent, row_number() OVER (PARTITION BY "order".customer ORDER BY "order".id) AS number 
FROM "order" 
WHERE "order".customer IN (__[POSTCOMPILE_keys])) AS numbered JOIN "order" ON "order".id = numbered.k0 LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE numbered.number <= 101 ORDER BY numbered.parent, numbered.number
