SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version, _r2.name, _r1.name AS name_1 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE _r2.name = %(p0)s::VARCHAR AND _r1.name = %(p1)s::VARCHAR ORDER BY _r2.name DESC NULLS LAST, _r1.name ASC, "order".id ASC
