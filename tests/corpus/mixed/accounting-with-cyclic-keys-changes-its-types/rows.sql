INSERT INTO public.accounts VALUES (1, NULL, 10), (2, NULL, 0);
INSERT INTO public.entries VALUES (1, 1, 10, NULL), (2, 2, 2.5, 1);
