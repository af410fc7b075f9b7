SELECT days.late, days.orders, days._version 
FROM (SELECT coalesce(("order".due < ?), ?) AS late, count(1) AS orders, 0 AS _version 
FROM "order" GROUP BY 1) AS days ORDER BY days.late ASC
