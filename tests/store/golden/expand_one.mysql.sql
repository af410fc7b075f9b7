SELECT customer.id, customer.name, customer.email, customer.country, customer._version 
FROM customer 
WHERE customer.id IN (__[POSTCOMPILE_keys])
