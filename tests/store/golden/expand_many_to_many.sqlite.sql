SELECT tag.id, tag.name, tag._version, _numbered.parent, _numbered.number 
FROM (SELECT tag.id AS k0, product_tags.product_id AS parent, row_number() OVER (PARTITION BY product_tags.product_id ORDER BY tag.id) AS number 
FROM product_tags JOIN tag ON product_tags.tag_id = tag.id 
WHERE product_tags.product_id IN (__[POSTCOMPILE_keys])) AS _numbered JOIN tag ON tag.id = _numbered.k0 
WHERE _numbered.number <= 101 ORDER BY _numbered.parent, _numbered.number
