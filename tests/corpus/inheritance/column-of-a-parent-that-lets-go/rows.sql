INSERT INTO k VALUES (1, 'stays', 2); INSERT INTO l VALUES (3, 'goes');
