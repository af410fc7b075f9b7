SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE (`order`.status = %s OR `order`.total > %s) AND `order`.number != %s ORDER BY `order`.id ASC
