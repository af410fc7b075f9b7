SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer LEFT OUTER JOIN country AS r2 ON r2.id = r1.country 
WHERE r1.id IS NOT NULL AND r2.id IS NOT NULL AND r2.name IS NULL AND (EXISTS (SELECT 1 
FROM "order" AS linked 
WHERE linked.customer = r1.id AND linked.id IN (__[POSTCOMPILE_p0]))) AND (instr(crudgen_fold(r1.name), ?) > 0 OR instr(crudgen_fold(r2.name), ?) > 0) AND (EXISTS (SELECT 1 
FROM "order" AS each1 JOIN line AS each2 ON each2."order" = each1.id 
WHERE each1.customer = r1.id AND (each2.quantity > ?))) AND (crudgen_fold(r2.name) = crudgen_fold(?)) ORDER BY "order".id ASC
