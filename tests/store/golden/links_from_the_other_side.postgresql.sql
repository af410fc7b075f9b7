SELECT product_tags.tag, product_tags.product 
FROM product_tags 
WHERE product_tags.tag IN (__[POSTCOMPILE_keys]) ORDER BY product_tags.tag, product_tags.product
