SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` LEFT OUTER JOIN customer AS r1 ON r1.id = `order`.customer 
WHERE instr(lower(`order`.number), %s) > 0 OR instr(lower(r1.name), %s) > 0 ORDER BY `order`.id ASC
