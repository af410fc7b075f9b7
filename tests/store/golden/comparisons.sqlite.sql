SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE "order".total = ? AND "order".total != ? AND "order".total < ? AND "order".total <= ? AND "order".total > ? AND "order".total >= ? AND "order".total BETWEEN ? AND ? AND "order".total IS NULL ORDER BY "order".id ASC
