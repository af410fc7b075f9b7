SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE "order".total < %(p0)s OR "order".total IS NULL OR "order".total = %(p0)s AND "order".number > %(p1)s::VARCHAR OR "order".total = %(p0)s AND "order".number = %(p1)s::VARCHAR AND "order".id > %(p2)s::BIGINT ORDER BY "order".total DESC NULLS LAST, "order".number ASC, "order".id ASC 
 LIMIT %(limit)s::INTEGER
