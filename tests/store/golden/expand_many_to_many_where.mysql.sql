SELECT tag.id, tag.name, tag._version, product_tags.product_id AS parent, row_number() OVER (ORDER BY tag.id) AS number 
FROM product_tags INNER JOIN tag ON product_tags.tag_id = tag.id 
WHERE product_tags.product_id IN (__[POSTCOMPILE_keys]) AND (EXISTS (SELECT 1 
FROM product_tags AS _linked 
WHERE _linked.tag_id = tag.id AND _linked.product_id IN (__[POSTCOMPILE_p0]))) ORDER BY tag.id 
 LIMIT 101
