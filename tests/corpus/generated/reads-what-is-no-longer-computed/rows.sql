INSERT INTO t (id, c) VALUES (1, 'One'), (2, 'Two');
INSERT INTO u (id, c) VALUES (1, 'One'), (2, 'Two');
