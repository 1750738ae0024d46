INSERT INTO p (a, b) VALUES (1, 'x'), (11, 'x');
