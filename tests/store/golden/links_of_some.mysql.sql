SELECT product_tags.product_id, product_tags.tag_id 
FROM product_tags INNER JOIN tag ON product_tags.tag_id = tag.id 
WHERE product_tags.product_id IN (__[POSTCOMPILE_keys]) AND tag.name = %s ORDER BY product_tags.product_id, product_tags.tag_id
