INSERT INTO h VALUES (1, 'x'), (3, 'y');
