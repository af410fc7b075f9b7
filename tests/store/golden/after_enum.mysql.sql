SELECT `order`.id, `order`.number, `order`.customer, `order`.status, `order`.total, `order`.placed_at, `order`._version 
FROM `order` 
WHERE CASE `order`.status WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 END >= %s AND (CASE `order`.status WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 END > %s OR CASE `order`.status WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 END = %s AND `order`.id > %s) ORDER BY CASE `order`.status WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 END ASC, `order`.id ASC 
 LIMIT %s
