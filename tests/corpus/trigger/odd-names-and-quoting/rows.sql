INSERT INTO "My Schema"."ON" VALUES (1, 'x');
