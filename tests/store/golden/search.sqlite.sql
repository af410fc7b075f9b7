SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE instr(crudgen_fold("order".number), ?) > 0 OR instr(crudgen_fold(r1.name), ?) > 0 ORDER BY "order".id ASC
