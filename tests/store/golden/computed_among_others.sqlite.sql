SELECT derived.id, derived.number, derived._version, derived._value2 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each1.quantity * each2.price) = 'integer' THEN each1.quantity * each2.price ELSE crudgen_mul(each1.quantity, each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), '999999999999') AS _value2 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE "order".number != ? AND crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each2_1.quantity * each2_2.price) = 'integer' THEN each2_1.quantity * each2_2.price ELSE crudgen_mul(each2_1.quantity, each2_2.price) END, '999999999999')), 0) AS operation_3 
FROM line AS each2_1 LEFT OUTER JOIN product AS each2_2 ON each2_2.id = each2_1.product 
WHERE each2_1."order" = each1.id), '999999999999')), 0) AS operation_2 
FROM "order" AS each1 
WHERE each1.customer = r1.id), '999999999999') > ? AND "order".status = ?
 LIMIT ? OFFSET 0) AS derived 
WHERE derived._value2 > ? AND ((SELECT count(1) AS count_1 
FROM line AS each1 
WHERE each1."order" = derived.id) > ?) AND (derived._value2 < ?) AND (derived._value2 < ? OR derived._value2 IS NULL OR derived._value2 = ? AND derived.id > ?) ORDER BY _value1 DESC, derived.id ASC
 LIMIT ? OFFSET ?
