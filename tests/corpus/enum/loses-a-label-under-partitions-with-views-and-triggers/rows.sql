INSERT INTO public.t VALUES (1, 1, 'ok'), (2, 2, 'happy'), (3, 1, NULL);
