SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE "order".total < ? OR "order".total IS NULL OR "order".total = ? AND "order".number > ? OR "order".total = ? AND "order".number = ? AND "order".id > ? ORDER BY "order".total DESC, "order".number ASC, "order".id ASC
 LIMIT ? OFFSET ?
