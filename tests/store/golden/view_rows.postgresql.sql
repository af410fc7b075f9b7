SELECT lines.id, lines.mail, lines.half, lines.due, lines."of", lines._version, lines.mail_folded 
FROM (SELECT "order".id AS id, r1.email AS mail, r1.email_folded AS mail_folded, round(div(CAST("order".total AS NUMERIC) * 1000000000, NULLIF(%(param_1)s::BIGINT, 0)) * 0.000000001, 8) AS half, ("order".due < %(param_2)s::TIMESTAMP WITH TIME ZONE) AS due, (SELECT count(1) AS count_1 
FROM "order" AS each1 
WHERE each1.customer = "order".customer) AS "of", 0 AS _version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer 
WHERE ("order".total > %(param_3)s)) AS lines 
WHERE lines.mail_folded = %(p0)s::VARCHAR ORDER BY lines.mail_folded ASC NULLS LAST, lines.id ASC
