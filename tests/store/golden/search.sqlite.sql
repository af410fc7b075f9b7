SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE instr(crudgen_fold("order".number), ?) > 0 OR instr(crudgen_fold(_r1.name), ?) > 0 ORDER BY "order".id ASC
