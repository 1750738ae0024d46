INSERT INTO note VALUES (1, 'a', 'one', false);
