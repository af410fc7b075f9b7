SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE `order`.number >= %s AND (`order`.number > %s OR `order`.number = %s AND `order`.id > %s) ORDER BY `order`.number ASC, `order`.id ASC 
 LIMIT %s
