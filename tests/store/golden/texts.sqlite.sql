SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE instr("order".number, ?) > 0 AND instr(crudgen_fold("order".number), ?) > 0 AND "order".number >= ? AND "order".number < ? AND substr("order".number, -length(?)) = ? ORDER BY "order".id ASC
