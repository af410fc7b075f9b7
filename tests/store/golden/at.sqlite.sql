SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer LEFT OUTER JOIN country AS r2 ON r2.id = r1.country 
WHERE r2.id IS NOT NULL AND r2.name = ? AND r1.name = ? ORDER BY "order".id ASC
