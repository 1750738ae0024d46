INSERT INTO t VALUES (DEFAULT), (7);
SELECT nextval('s'), nextval('down');
