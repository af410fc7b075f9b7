SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE ("order".status = %(p0)s::VARCHAR COLLATE "C") AND ("order".total > %(p1)s) ORDER BY "order".id ASC
