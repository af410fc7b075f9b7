SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE (NULLIF(NULLIF(LEAST(GREATEST((SELECT coalesce(sum(each2.price), 0) AS operation_1 
FROM line AS each1 LEFT OUTER JOIN product AS each2 ON each2.id = each1.product AND (each2.name = %(p1)s::VARCHAR OR (EXISTS (SELECT 1 
FROM product_tags AS each3_1 JOIN tag AS each3_2 ON each3_2.id = each3_1.tag_id 
WHERE each3_1.product_id = each2.id AND each3_2.name = %(p2)s::VARCHAR))) 
WHERE each1."order" = "order".id AND each1.quantity > %(p0)s::BIGINT), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) > %(p3)s) OR ((SELECT count(1) AS count_1 
FROM line AS each1 
WHERE each1."order" = "order".id AND each1.quantity > %(p0)s::BIGINT) > %(p4)s::BIGINT) ORDER BY "order".id ASC
