SELECT numbered.c0, numbered.c1, numbered.c2, numbered.c3, numbered.c4, numbered.parent, numbered.number 
FROM (SELECT line.id AS c0, line.`order` AS c1, line.product AS c2, line.quantity AS c3, line._version AS c4, line.`order` AS parent, row_number() OVER (PARTITION BY line.`order` ORDER BY line.id) AS number 
FROM line LEFT OUTER JOIN product AS r1 ON r1.id = line.product 
WHERE line.`order` IN (__[POSTCOMPILE_keys]) AND r1.name = %s) AS numbered 
WHERE numbered.number <= 101 ORDER BY numbered.parent, numbered.number
