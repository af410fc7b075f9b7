SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE (EXISTS (SELECT 1 
FROM line AS _linked 
WHERE _linked.`order` = `order`.id AND _linked.id IN (__[POSTCOMPILE_p0]))) AND (EXISTS (SELECT 1 
FROM line AS _linked 
WHERE _linked.`order` = `order`.id)) ORDER BY `order`.id ASC
