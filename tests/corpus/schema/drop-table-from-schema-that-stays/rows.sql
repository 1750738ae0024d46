INSERT INTO "with space".t VALUES (1);
