SELECT count(*) AS count_1 
FROM (SELECT 1 AS one 
FROM "order" 
WHERE ("order".status = ?) GROUP BY "order".customer 
HAVING crudgen_sortable(crudgen_guard(CASE WHEN coalesce(sum("order".total >> 32), 0) BETWEEN -1073741824 AND 1073741823 THEN (coalesce(sum("order".total >> 32), 0) << 32) + coalesce(sum("order".total & 4294967295), 0) ELSE crudgen_add(crudgen_mul(coalesce(sum("order".total >> 32), 0), 4294967296), coalesce(sum("order".total & 4294967295), 0)) END, '99999999999999999999999999999999999999'), 38) > ? AND "order".customer < ?
 LIMIT ? OFFSET ?) AS some
