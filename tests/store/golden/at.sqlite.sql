SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE _r2.id IS NOT NULL AND _r2.name = ? AND _r1.name = ? ORDER BY "order".id ASC
