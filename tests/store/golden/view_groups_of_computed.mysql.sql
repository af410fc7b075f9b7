SELECT _view.size, _view.orders, _view.total, _view.dear, _view._version 
FROM (SELECT CASE WHEN (`order`.total > %s) THEN %s ELSE %s END AS size, count(1) AS orders, NULLIF(NULLIF(LEAST(GREATEST(coalesce(sum((`order`.total * %s)), 0), (-1000000000000000000000000000000000000.00)), 1000000000000000000000000000000000000.00), 1000000000000000000000000000000000000.00), (-1000000000000000000000000000000000000.00)) AS total, max(`order`.total) AS dear, 0 AS _version 
FROM `order` GROUP BY 1) AS _view ORDER BY _view.total IS NULL, _view.total, _view.size IS NULL, _view.size
