SELECT customer.id, customer.name, customer.email, customer.country, customer._version, r1.name = ? AS mask1 
FROM customer LEFT OUTER JOIN country AS r1 ON r1.id = customer.country 
WHERE customer.id IN (__[POSTCOMPILE_keys]) AND r1.name = ?
