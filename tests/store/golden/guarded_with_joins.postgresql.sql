SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer LEFT OUTER JOIN country AS r2 ON r2.id = r1.country 
WHERE EXISTS (SELECT 1 
FROM "order" AS each1 LEFT OUTER JOIN customer AS each2 ON each2.id = each1.customer AND (EXISTS (SELECT 1 
FROM customer AS each2_1 LEFT OUTER JOIN country AS each2_2 ON each2_2.id = each2_1.country 
WHERE each2_1.id = each2.id AND each2_2.name = %(p1)s::VARCHAR)) 
WHERE r2.name = %(p0)s::VARCHAR AND each1.customer = "order".customer AND (each2.name = %(p2)s::VARCHAR COLLATE "C")) ORDER BY "order".id ASC
