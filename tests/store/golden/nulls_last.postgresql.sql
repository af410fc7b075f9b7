SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" ORDER BY "order".total ASC NULLS LAST, "order".placed_at DESC NULLS LAST, "order".id ASC
