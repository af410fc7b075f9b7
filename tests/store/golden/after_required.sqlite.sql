SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE "order".number >= ? AND ("order".number > ? OR "order".number = ? AND "order".id > ?) ORDER BY "order".number ASC, "order".id ASC
 LIMIT ? OFFSET ?
