INSERT INTO public.t VALUES (1, 'x', '{y,z}');
INSERT INTO public.p VALUES (1, 'x');
