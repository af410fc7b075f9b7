SELECT "order".id, ? AS _value2, "order"._version 
FROM "order" 
WHERE substr(?, 1, 10) IS NOT NULL ORDER BY "order".id ASC
