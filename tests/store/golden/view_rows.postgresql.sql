SELECT _view.id, _view.mail, _view.half, _view.due, _view."of", _view._version, _view.mail_folded 
FROM (SELECT "order".id AS id, _r1.email AS mail, _r1.email_folded AS mail_folded, round(div(CAST("order".total AS NUMERIC) * 1000000000, NULLIF(%(param_1)s::BIGINT, 0)) * 0.000000001, 8) AS half, ("order".due < %(now)s::TIMESTAMP WITH TIME ZONE) AS due, (SELECT count(1) AS count_1 
FROM "order" AS _each1 
WHERE _each1.customer = "order".customer) AS "of", 0 AS _version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE ("order".total > %(param_2)s)) AS _view 
WHERE _view.mail_folded = %(p0)s::VARCHAR ORDER BY _view.mail_folded ASC NULLS LAST, _view.id ASC
