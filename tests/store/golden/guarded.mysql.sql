SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(_each2.price), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product AND (_each2.name = %s OR (EXISTS (SELECT 1 
FROM product_tags AS _each3_1 INNER JOIN tag AS _each3_2 ON _each3_2.id = _each3_1.tag_id 
WHERE _each3_1.product_id = _each2.id AND _each3_2.name = %s))) 
WHERE _each1.`order` = `order`.id AND _each1.quantity > %s), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) > %s) OR ((SELECT count(1) AS count_1 
FROM line AS _each1 
WHERE _each1.`order` = `order`.id AND _each1.quantity > %s) > %s) ORDER BY `order`.id ASC
