INSERT INTO public.p VALUES (1);
INSERT INTO public.c VALUES (2, 'x');
