INSERT INTO item VALUES (1, '{1:1}/3'), (2, NULL);
