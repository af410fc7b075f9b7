SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE strpos("order".number, %(p0)s::VARCHAR) > 0 AND strpos(lower("order".number), %(p1)s::VARCHAR) > 0 AND "order".number >= %(p2)s::VARCHAR AND "order".number < %(p3)s::VARCHAR AND right("order".number, char_length(%(p4)s::VARCHAR)) = %(p4)s::VARCHAR ORDER BY "order".id ASC
