INSERT INTO "My Views"."Order" VALUES (1, 'a', 'b', 'c');
