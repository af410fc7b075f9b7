SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE `order`.total < %s OR `order`.total IS NULL OR `order`.total = %s AND `order`.number > %s OR `order`.total = %s AND `order`.number = %s AND `order`.id > %s ORDER BY `order`.total DESC, `order`.number ASC, `order`.id ASC 
 LIMIT %s
