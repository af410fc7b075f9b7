SELECT "order".id, "order".number, "order".customer, "order".status, "order".total, "order".placed_at, "order"._version 
FROM "order" 
WHERE "order".total = %(p0)s AND "order".total != %(p1)s AND "order".total < %(p2)s AND "order".total <= %(p3)s AND "order".total > %(p4)s AND "order".total >= %(p5)s AND "order".total BETWEEN %(p6)s AND %(p7)s AND "order".total IS NULL ORDER BY "order".id ASC
