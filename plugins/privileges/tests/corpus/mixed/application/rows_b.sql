INSERT INTO account VALUES (1, 'a', 'b');
INSERT INTO note (account) VALUES (1);
