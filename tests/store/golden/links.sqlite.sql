SELECT product_tags.product_id, product_tags.tag_id 
FROM product_tags 
WHERE product_tags.product_id IN (__[POSTCOMPILE_keys]) ORDER BY product_tags.product_id, product_tags.tag_id
