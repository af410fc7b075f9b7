SELECT "order".id, %(now)s::TIMESTAMP WITH TIME ZONE AS _value2, "order"._version 
FROM "order" 
WHERE CAST(%(now)s::TIMESTAMP WITH TIME ZONE AT TIME ZONE 'UTC' AS DATE) IS NOT NULL ORDER BY "order".id ASC
