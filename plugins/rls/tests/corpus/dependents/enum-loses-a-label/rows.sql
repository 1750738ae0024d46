INSERT INTO day VALUES ('sad'), ('happy');
