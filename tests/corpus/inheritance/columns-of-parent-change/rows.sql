INSERT INTO public.p VALUES (1, 'a', 1);
INSERT INTO public.c (id, note, k, z, extra) VALUES (2, 'b', 2, 3, 'e');
INSERT INTO public.d (id, note, k, z, extra) VALUES (3, 'c', 4, 5, 'f');
