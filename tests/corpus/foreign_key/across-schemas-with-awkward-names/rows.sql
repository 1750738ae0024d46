INSERT INTO "a.b"."p%" VALUES (1);
INSERT INTO public."c""" VALUES (1);
