SELECT product.id, product.name, product.price, product._version 
FROM product 
WHERE (EXISTS (SELECT 1 
FROM product_tags AS _linked 
WHERE _linked.product_id = product.id AND _linked.tag_id IN (__[POSTCOMPILE_p0]))) AND NOT (EXISTS (SELECT 1 
FROM product_tags AS _linked 
WHERE _linked.product_id = product.id)) ORDER BY product.id ASC
