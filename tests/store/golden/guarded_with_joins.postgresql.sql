SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE EXISTS (SELECT 1 
FROM "order" AS _each1 LEFT OUTER JOIN customer AS _each2 ON _each2.id = _each1.customer AND (EXISTS (SELECT 1 
FROM customer AS _each2_1 LEFT OUTER JOIN country AS _each2_2 ON _each2_2.id = _each2_1.country 
WHERE _each2_1.id = _each2.id AND _each2_2.name = %(p1)s::VARCHAR)) 
WHERE _r2.name = %(p0)s::VARCHAR AND _each1.customer = "order".customer AND (_each2.name = %(p2)s::VARCHAR COLLATE "C")) ORDER BY "order".id ASC
