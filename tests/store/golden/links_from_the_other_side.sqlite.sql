SELECT product_tags.tag_id, product_tags.product_id 
FROM product_tags 
WHERE product_tags.tag_id IN (__[POSTCOMPILE_keys]) ORDER BY product_tags.tag_id, product_tags.product_id
