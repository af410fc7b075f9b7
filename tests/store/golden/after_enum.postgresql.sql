SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE CASE "order".status WHEN %(param_1)s::VARCHAR THEN 0 WHEN %(param_2)s::VARCHAR THEN 1 WHEN %(param_3)s::VARCHAR THEN 2 END >= %(p0)s::INTEGER AND (CASE "order".status WHEN %(param_1)s::VARCHAR THEN 0 WHEN %(param_2)s::VARCHAR THEN 1 WHEN %(param_3)s::VARCHAR THEN 2 END > %(p0)s::INTEGER OR CASE "order".status WHEN %(param_1)s::VARCHAR THEN 0 WHEN %(param_2)s::VARCHAR THEN 1 WHEN %(param_3)s::VARCHAR THEN 2 END = %(p0)s::INTEGER AND "order".id > %(p1)s::BIGINT) ORDER BY CASE "order".status WHEN %(param_4)s::VARCHAR THEN 0 WHEN %(param_5)s::VARCHAR THEN 1 WHEN %(param_6)s::VARCHAR THEN 2 END ASC, "order".id ASC 
 LIMIT %(limit)s::INTEGER
