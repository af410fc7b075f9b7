SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE EXISTS (SELECT 1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id AND _each1.id IN (__[POSTCOMPILE_p0]) AND _each2.name = %(p1)s::VARCHAR AND _each2.id IS NOT NULL AND (EXISTS (SELECT 1 
FROM product_tags AS _each2_1 JOIN tag AS _each2_2 ON _each2_2.id = _each2_1.tag_id 
WHERE _each2_1.product_id = _each2.id AND _each2_2.name = %(p2)s::VARCHAR))) ORDER BY "order".id ASC
