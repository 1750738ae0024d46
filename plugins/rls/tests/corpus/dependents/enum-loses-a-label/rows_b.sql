INSERT INTO day VALUES ('sad');
