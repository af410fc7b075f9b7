SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE strpos(lower("order".number), %(p0)s::VARCHAR) > 0 OR strpos(lower(_r1.name), %(p0)s::VARCHAR) > 0 ORDER BY "order".id ASC
