SELECT count(*) AS count_1 
FROM (SELECT 1 AS one 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer LEFT OUTER JOIN country AS r2 ON r2.id = r1.country 
WHERE r2.name = %(p0)s::VARCHAR AND r1.name = %(p1)s::VARCHAR 
 LIMIT %(cap)s::INTEGER) AS "some"
