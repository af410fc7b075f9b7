SELECT line.id, line.`order`, line.product, line.quantity, line._version, numbered.parent, numbered.number 
FROM (SELECT line.id AS k0, line.`order` AS parent, row_number() OVER (PARTITION BY line.`order` ORDER BY line.id) AS number 
FROM line 
WHERE line.`order` IN (__[POSTCOMPILE_keys])) AS numbered INNER JOIN line ON line.id = numbered.k0 
WHERE numbered.number <= 101 ORDER BY numbered.parent, numbered.number
