INSERT INTO "k%1" VALUES (2, 'old', 3);
