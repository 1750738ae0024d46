INSERT INTO public.t (id, m) VALUES (1, 'ok'), (2, NULL);
