SELECT product_tags.product, product_tags.tag 
FROM product_tags 
WHERE product_tags.product IN (__[POSTCOMPILE_keys]) ORDER BY product_tags.product, product_tags.tag
