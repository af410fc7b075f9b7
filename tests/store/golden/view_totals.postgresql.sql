SELECT totals.id, totals.orders, totals.total, totals.mails, totals._version 
FROM (SELECT %(param_1)s::BIGINT AS id, count(1) AS orders, NULLIF(NULLIF(LEAST(GREATEST(coalesce(sum("order".total), 0), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS total, count(r1.email) AS mails, 0 AS _version 
FROM "order" LEFT OUTER JOIN customer AS r1 ON r1.id = "order".customer) AS totals ORDER BY totals.id ASC
