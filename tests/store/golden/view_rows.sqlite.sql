SELECT lines.id, lines.mail, lines.half, lines.due, lines."of", lines._version, lines.mail_folded 
FROM (SELECT "order".id AS id, r1.email AS mail, r1.email_folded AS mail_folded, crudgen_div("order".total, ?, 6) AS half, ("order".due < ?) AS due, (SELECT count(1) AS count_1 
FROM "order" AS each1 
WHERE each1.customer = "order".customer) AS "of", 0 AS _version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE ("order".total > ?)) AS lines 
WHERE lines.mail_folded = ? ORDER BY lines.mail_folded ASC NULLS LAST, lines.id ASC
