SELECT line.id, line."order", line.product, line.quantity, line._version, _numbered.parent, _numbered.number 
FROM (SELECT line.id AS k0, line."order" AS parent, row_number() OVER (PARTITION BY line."order" ORDER BY line.id) AS number 
FROM line 
WHERE line."order" IN (__[POSTCOMPILE_keys])) AS _numbered JOIN line ON line.id = _numbered.k0 
WHERE _numbered.number <= 101 ORDER BY _numbered.parent, _numbered.number
