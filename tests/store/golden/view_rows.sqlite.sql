SELECT _view.id, _view.mail, _view.half, _view.due, _view."of", _view._version, _view.mail_folded 
FROM (SELECT "order".id AS id, _r1.email AS mail, _r1.email_folded AS mail_folded, crudgen_div("order".total, ?, 6) AS half, ("order".due < ?) AS due, (SELECT count(1) AS count_1 
FROM "order" AS _each1 
WHERE _each1.customer = "order".customer) AS "of", 0 AS _version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer 
WHERE ("order".total > ?)) AS _view 
WHERE _view.mail_folded = ? ORDER BY _view.mail_folded ASC NULLS LAST, _view.id ASC
