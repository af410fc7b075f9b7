SELECT _view.id, _view.mail, _view.half, _view.due, _view.`of`, _view._version, _view.mail_folded 
FROM (SELECT `order`.id AS id, _r1.email AS mail, _r1.email_folded AS mail_folded, round(truncate(CAST(`order`.total AS DECIMAL(65, 30)) / NULLIF(%s, 0), 9), 8) AS half, (`order`.due < %s) AS due, (SELECT count(1) AS count_1 
FROM `order` AS _each1 
WHERE _each1.customer = `order`.customer) AS `of`, 0 AS _version 
FROM `order` LEFT OUTER JOIN customer AS _r1 ON _r1.id = `order`.customer 
WHERE (`order`.total > %s)) AS _view 
WHERE _view.mail_folded = %s ORDER BY _view.mail_folded IS NULL, _view.mail_folded, _view.id ASC
