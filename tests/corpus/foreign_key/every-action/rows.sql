INSERT INTO public.p VALUES (1), (2);
INSERT INTO public.c VALUES (1, 2, 1, 2, 1);
