INSERT INTO public.a_parents VALUES (1);
INSERT INTO public.z_parents VALUES (2);
INSERT INTO public.children VALUES (1, 1, 2);
