SELECT "order".id, CASE WHEN (crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each1.quantity * _each2.price) = 'integer' THEN _each1.quantity * _each2.price ELSE crudgen_mul(_each1.quantity, _each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), '999999999999') > ?) THEN "order".status ELSE ? END AS _value2, (((? || "order".number) || ?) || _r1.name) AS _value3, substr(?, 1, 10) AS _value4, ? AS _value5, "order".number, "order".customer, "order".status, crudgen_guard((SELECT coalesce(crudgen_sum(crudgen_guard(CASE WHEN typeof(_each1.quantity * _each2.price) = 'integer' THEN _each1.quantity * _each2.price ELSE crudgen_mul(_each1.quantity, _each2.price) END, '999999999999')), 0) AS operation_1 
FROM line AS _each1 LEFT OUTER JOIN product AS _each2 ON _each2.id = _each1.product 
WHERE _each1."order" = "order".id), '999999999999') AS _value1, "order".placed_at, "order"._version, _numbered.parent, _numbered.number AS number_1 
FROM (SELECT "order".id AS k0, "order".customer AS parent, row_number() OVER (PARTITION BY "order".customer ORDER BY "order".id) AS number 
FROM "order" 
WHERE "order".customer IN (__[POSTCOMPILE_keys])) AS _numbered JOIN "order" ON "order".id = _numbered.k0 LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE _numbered.number <= 101 ORDER BY _numbered.parent, _numbered.number
