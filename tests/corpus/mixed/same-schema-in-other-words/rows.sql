INSERT INTO public.p (code) VALUES ('x');
INSERT INTO public.c VALUES (1, 1, 6);
