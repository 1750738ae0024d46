INSERT INTO "S p"."T%" VALUES (1, 'x');
