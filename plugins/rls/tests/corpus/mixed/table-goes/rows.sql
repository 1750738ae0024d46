INSERT INTO note VALUES (1, 'a', 1, 'one', false), (2, 'b', NULL, 'two', true);
