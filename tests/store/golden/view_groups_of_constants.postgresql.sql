SELECT _view.late, _view.orders, _view._version 
FROM (SELECT coalesce(("order".due < %(param_1)s::TIMESTAMP WITH TIME ZONE), %(param_2)s) AS late, count(1) AS orders, 0 AS _version 
FROM "order" GROUP BY 1) AS _view ORDER BY _view.late ASC
