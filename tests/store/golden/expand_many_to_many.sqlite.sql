SELECT numbered.c0, numbered.c1, numbered.c2, numbered.parent, numbered.number 
FROM (SELECT tag.id AS c0, tag.name AS c1, tag._version AS c2, product_tags.product_id AS parent, row_number() OVER (PARTITION BY product_tags.product_id ORDER BY tag.id) AS number 
FROM product_tags JOIN tag ON product_tags.tag_id = tag.id 
WHERE product_tags.product_id IN (__[POSTCOMPILE_keys])) AS numbered 
WHERE numbered.number <= 101 ORDER BY numbered.parent, numbered.number
