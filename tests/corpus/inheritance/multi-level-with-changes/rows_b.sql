INSERT INTO c (x, y, z, w) VALUES (2, 3, 4, 'w');
