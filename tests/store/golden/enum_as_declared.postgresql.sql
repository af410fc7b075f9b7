SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" ORDER BY CASE "order".status WHEN %(param_1)s::VARCHAR THEN 0 WHEN %(param_2)s::VARCHAR THEN 1 WHEN %(param_3)s::VARCHAR THEN 2 END DESC, "order".id ASC
