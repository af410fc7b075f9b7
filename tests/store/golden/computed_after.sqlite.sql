SELECT derived.id, derived.number, derived._version, derived._value1 AS _value1 
FROM (SELECT "order".id AS id, "order".number AS number, "order".customer AS customer, "order".status AS status, "order".placed_at AS placed_at, "order"._version AS _version, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(each1.quantity * each2.price) = 'integer' THEN each1.quantity * each2.price ELSE crudgen_mul(each1.quantity, each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id), '999999999999') AS _value1 
FROM "order"
 LIMIT ? OFFSET 0) AS derived 
WHERE derived._value1 < ? OR derived._value1 IS NULL OR derived._value1 = ? AND derived.id > ? ORDER BY _value1 DESC, derived.id ASC
 LIMIT ? OFFSET ?
