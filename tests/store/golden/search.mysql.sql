SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` LEFT OUTER JOIN customer AS _r1 ON _r1.id = `order`.customer 
WHERE instr(lower(`order`.number), %s) > 0 OR instr(lower(_r1.name), %s) > 0 ORDER BY `order`.id ASC
