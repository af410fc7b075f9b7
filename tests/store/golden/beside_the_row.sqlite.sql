SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE ("order".status = ?) AND ("order".total > ?) ORDER BY "order".id ASC
