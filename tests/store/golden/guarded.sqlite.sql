SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE (crudgen_compare(crudgen_guard((SELECT CASE WHEN coalesce(sum(_each2.price >> 32), 0) BETWEEN -1073741824 AND 1073741823 THEN (coalesce(sum(_each2.price >> 32), 0) << 32) + coalesce(sum(_each2.price & 4294967295), 0) ELSE crudgen_add(crudgen_mul(coalesce(sum(_each2.price >> 32), 0), 4294967296), coalesce(sum(_each2.price & 4294967295), 0)) END AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product AND (_each2.name = ? OR (EXISTS (SELECT 1 
FROM product_tags AS _each3_1 JOIN tag AS _each3_2 ON _each3_2.id = _each3_1.tag_id 
WHERE _each3_1.product_id = _each2.id AND _each3_2.name = ?))) 
WHERE _each1."order" = "order".id AND _each1.quantity > ?), '99999999999999999999999999999999999999'), ?) > 0) OR ((SELECT count(1) AS count_1 
FROM line AS _each1 
WHERE _each1."order" = "order".id AND _each1.quantity > ?) > ?) ORDER BY "order".id ASC
