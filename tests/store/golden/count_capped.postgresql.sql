SELECT count(*) AS count_1 
FROM (SELECT 1 AS one 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer LEFT OUTER JOIN country AS _r2 ON _r2.id = _r1.country 
WHERE _r2.name = %(p0)s::VARCHAR AND _r1.name = %(p1)s::VARCHAR 
 LIMIT %(cap)s::INTEGER) AS "some"
