SELECT _view.size, _view.orders, _view.total, _view.dear, _view._version 
FROM (SELECT CASE WHEN ("order".total > ?) THEN ? ELSE ? END AS size, count(1) AS orders, crudgen_sortable(crudgen_guard(coalesce(crudgen_sum(("order".total * ?)), 0), '99999999999999999999999999999999999999'), 38) AS total, max("order".total) AS dear, 0 AS _version 
FROM "order" GROUP BY 1) AS _view ORDER BY _view.total ASC NULLS LAST, _view.size ASC NULLS LAST
