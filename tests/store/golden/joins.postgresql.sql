SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version, r2.name, r1.name AS name_1 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer LEFT OUTER JOIN country AS r2 ON r2.id = r1.country 
WHERE r2.name = %(p0)s::VARCHAR AND r1.name = %(p1)s::VARCHAR ORDER BY r2.name DESC NULLS LAST, r1.name ASC, "order".id ASC
