SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" ORDER BY CASE "order".status WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 END DESC, "order".id ASC
