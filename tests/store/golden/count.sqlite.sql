SELECT count(*) AS count_1 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer LEFT OUTER JOIN country AS r2 ON r2.id = r1.country 
WHERE r2.name = ? AND r1.name = ?
