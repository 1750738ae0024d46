INSERT INTO h VALUES (1, 'x'), (7, 'y');
