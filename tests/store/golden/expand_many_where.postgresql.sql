SELECT line.id, line."order", line.product, line.quantity, line._version, numbered.parent, numbered.number 
FROM (SELECT line.id AS k0, line."order" AS parent, row_number() OVER (PARTITION BY line."order" ORDER BY line.id) AS number 
FROM line LEFT OUTER JOIN product AS r1 ON r1.id = line.product 
WHERE line."order" IN (__[POSTCOMPILE_keys]) AND r1.name = %(p0)s::VARCHAR) AS numbered JOIN line ON line.id = numbered.k0 
WHERE numbered.number <= 101 ORDER BY numbered.parent, numbered.number
