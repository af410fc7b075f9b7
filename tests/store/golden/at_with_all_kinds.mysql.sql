SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` LEFT OUTER JOIN customer AS _r1 ON _r1.id = `order`.customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE _r1.id IS NOT NULL AND _r2.id IS NOT NULL AND _r2.name IS NULL AND (EXISTS (SELECT 1 
FROM `order` AS _linked 
WHERE _linked.customer = _r1.id AND _linked.id IN (__[POSTCOMPILE_p0]))) AND (instr(lower(_r1.name), %s) > 0 OR instr(lower(_r2.name), %s) > 0) AND (EXISTS (SELECT 1 
FROM `order` AS _each1 INNER JOIN line AS _each2 ON _each2.`order` = _each1.id 
WHERE _each1.customer = _r1.id AND (_each2.quantity > %s))) AND (lower(_r2.name) = lower(%s)) ORDER BY `order`.id ASC
