INSERT INTO "S p"."T""x" VALUES (1, 'a');
