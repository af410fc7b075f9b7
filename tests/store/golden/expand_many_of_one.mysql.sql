SELECT line.id AS c0, line.`order` AS c1, line.product AS c2, line.quantity AS c3, line._version AS c4, line.`order` AS parent, row_number() OVER (ORDER BY line.id) AS number 
FROM line 
WHERE line.`order` IN (__[POSTCOMPILE_keys]) ORDER BY line.id 
 LIMIT 101
