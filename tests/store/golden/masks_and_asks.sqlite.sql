SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version, _r1.id IS NOT NULL AND _r2.name = ? AS mask1, (SELECT CASE max(CASE WHEN (_each1.quantity > ?) THEN 2 WHEN ((_each1.quantity > ?) IS NULL) THEN 1 ELSE 0 END) WHEN 2 THEN 1 WHEN 1 THEN NULL ELSE 0 END AS anon_2 
FROM line AS _each1 
WHERE _each1."order" = "order".id) AS anon_1, _r1.name, "order".total > ? AS anon_3 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE "order".number != ? AND "order".number >= ? AND ("order".number > ? OR "order".number = ? AND "order".id > ?) ORDER BY "order".number ASC, "order".id ASC
