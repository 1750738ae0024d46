INSERT INTO "a.b"."T""1" (t) VALUES ('x');
