SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version, _r1.id IS NOT NULL AND _r2.name = %(p3)s::VARCHAR AS mask1, (SELECT CASE max(CASE WHEN (_each1.quantity > %(p4)s::BIGINT) THEN 2 WHEN ((_each1.quantity > %(p4)s::BIGINT) IS NULL) THEN 1 ELSE 0 END) WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS anon_2 
FROM line AS _each1 
WHERE _each1."order" = "order".id) AS anon_1, _r1.name, "order".total > %(p5)s AS anon_3 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE "order".number != %(p0)s::VARCHAR AND "order".number >= %(p1)s::VARCHAR AND ("order".number > %(p1)s::VARCHAR OR "order".number = %(p1)s::VARCHAR AND "order".id > %(p2)s::BIGINT) ORDER BY "order".number ASC, "order".id ASC
