SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE `order`.status IN (__[POSTCOMPILE_p0]) AND (`order`.status NOT IN (__[POSTCOMPILE_p1])) ORDER BY `order`.id ASC
