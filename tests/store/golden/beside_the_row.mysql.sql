SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE (`order`.status = %s) AND (`order`.total > %s) ORDER BY `order`.id ASC
