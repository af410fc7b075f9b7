SELECT `order`.id, %s AS _value2, `order`._version 
FROM `order` 
WHERE CAST(%s AS DATE) IS NOT NULL ORDER BY `order`.id ASC
