SELECT `lines`.id, `lines`.mail, `lines`.half, `lines`.due, `lines`.`of`, `lines`._version, `lines`.mail_folded 
FROM (SELECT `order`.id AS id, r1.email AS mail, r1.email_folded AS mail_folded, round(truncate(CAST(`order`.total AS DECIMAL(65, 30)) / NULLIF(%s, 0), 9), 8) AS half, (`order`.due < %s) AS due, (SELECT count(1) AS count_1 
FROM `order` AS each1 
WHERE each1.customer = `order`.customer) AS `of`, 0 AS _version 
FROM `order` LEFT OUTER JOIN customer AS r1 ON r1.id = `order`.customer 
WHERE (`order`.total > %s)) AS `lines` 
WHERE `lines`.mail_folded = %s ORDER BY `lines`.mail_folded IS NULL, `lines`.mail_folded, `lines`.id ASC
