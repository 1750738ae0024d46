INSERT INTO top VALUES (1, 'ok');
INSERT INTO r VALUES (2, 'happy');
INSERT INTO moody VALUES ('ok', 'x');
INSERT INTO bottom VALUES (3, 'ok', 'y');
INSERT INTO both_moods VALUES ('happy', 'z');
INSERT INTO below VALUES (5, 'ok', 'y', 6);
