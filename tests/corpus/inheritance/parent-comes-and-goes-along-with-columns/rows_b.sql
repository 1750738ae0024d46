INSERT INTO "k%1" (a, own, new) VALUES (2, 3, 'new');
