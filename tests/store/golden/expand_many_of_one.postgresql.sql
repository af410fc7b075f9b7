SELECT line.id, line."order", line.product, line.quantity, line._version, line."order" AS parent, row_number() OVER (ORDER BY line.id) AS number 
FROM line 
WHERE line."order" IN (__[POSTCOMPILE_keys]) ORDER BY line.id 
 LIMIT 101
