SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE EXISTS (SELECT 1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product 
WHERE each1."order" = "order".id AND each1.id IN (__[POSTCOMPILE_p0]) AND each2.name = %(p1)s::VARCHAR AND each2.id IS NOT NULL AND (EXISTS (SELECT 1 
FROM product_tags AS each2_1 JOIN tag AS each2_2 ON each2_2.id = each2_1.tag_id 
WHERE each2_1.product_id = each2.id AND each2_2.name = %(p2)s::VARCHAR))) ORDER BY "order".id ASC
