SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE `order`.total = %s AND `order`.total != %s AND `order`.total < %s AND `order`.total <= %s AND `order`.total > %s AND `order`.total >= %s AND `order`.total BETWEEN %s AND %s AND `order`.total IS NULL ORDER BY `order`.id ASC
