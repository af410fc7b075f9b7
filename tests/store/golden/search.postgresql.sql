SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE strpos(lower("order".number), %(p0)s::VARCHAR) > 0 OR strpos(lower(r1.name), %(p0)s::VARCHAR) > 0 ORDER BY "order".id ASC
