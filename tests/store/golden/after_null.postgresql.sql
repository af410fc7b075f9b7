SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE "order".total IS NULL AND "order".number > %(p0)s::VARCHAR OR "order".total IS NULL AND "order".number = %(p0)s::VARCHAR AND "order".id > %(p1)s::BIGINT ORDER BY "order".total DESC NULLS LAST, "order".number ASC, "order".id ASC 
 LIMIT %(limit)s::INTEGER
