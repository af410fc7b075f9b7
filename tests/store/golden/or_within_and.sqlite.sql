SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE ("order".status = ? OR "order".total > ?) AND "order".number != ? ORDER BY "order".id ASC
