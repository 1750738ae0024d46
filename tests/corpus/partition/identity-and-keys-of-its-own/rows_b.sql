INSERT INTO p (a, b) VALUES (1, 'x'); INSERT INTO p2 VALUES (3, 11, 'x');
