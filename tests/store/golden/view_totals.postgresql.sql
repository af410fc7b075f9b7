SELECT _view.id, _view.orders, _view.total, _view.mails, _view._version 
FROM (SELECT %(param_1)s::BIGINT AS id, count(1) AS orders, NULLIF(NULLIF(LEAST(GREATEST(coalesce(sum("order".total), 0), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS total, count(_r1.email) AS mails, 0 AS _version 
FROM "order" LEFT OUTER JOIN customer AS _r1 ON _r1.id = "order".customer) AS _view ORDER BY _view.id ASC
