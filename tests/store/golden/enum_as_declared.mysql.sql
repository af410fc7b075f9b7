SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` ORDER BY CASE `order`.status WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 END DESC, `order`.id ASC
