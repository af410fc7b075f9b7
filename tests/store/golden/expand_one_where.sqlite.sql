SELECT customer.id, customer.name, customer.email, customer.country, customer._version, _r1.name = ? AS mask1 
FROM customer LEFT OUTER JOIN country AS _r1 ON _r1.id = customer.country 
WHERE customer.id IN (__[POSTCOMPILE_keys]) AND _r1.name = ?
