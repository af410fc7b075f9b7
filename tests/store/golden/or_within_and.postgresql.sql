SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE ("order".status = %(p0)s::VARCHAR OR "order".total > %(p1)s) AND "order".number != %(p2)s::VARCHAR ORDER BY "order".id ASC
