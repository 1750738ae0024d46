INSERT INTO public."we""ird" VALUES (1, 'x'), (2, NULL);
