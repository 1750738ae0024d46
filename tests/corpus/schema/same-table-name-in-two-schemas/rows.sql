INSERT INTO one.settings VALUES ('a', NULL);
INSERT INTO two.settings VALUES ('a', 'x');
