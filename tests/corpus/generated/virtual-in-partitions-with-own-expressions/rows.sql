INSERT INTO p (a, b) VALUES (1, 'X'), (2, 'Y');
