SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE instr(`order`.number, %s) > 0 AND instr(lower(`order`.number), %s) > 0 AND `order`.number >= %s AND `order`.number < %s AND right(`order`.number, char_length(%s)) = %s ORDER BY `order`.id ASC
