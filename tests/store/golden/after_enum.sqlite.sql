SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE CASE "order".status WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 END >= ? AND (CASE "order".status WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 END > ? OR CASE "order".status WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 END = ? AND "order".id > ?) ORDER BY CASE "order".status WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 END ASC, "order".id ASC
 LIMIT ? OFFSET ?
