INSERT INTO public.p VALUES (1, 'p');
INSERT INTO public.c VALUES (2, 'c', 2);
INSERT INTO public.d VALUES (3, 'd', 3, 3);
INSERT INTO public.q VALUES (1, 'q');
INSERT INTO public.e VALUES (2, 'e');
INSERT INTO public.f VALUES (3, 'f', 3);
