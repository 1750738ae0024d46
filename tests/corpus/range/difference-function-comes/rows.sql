INSERT INTO public.t VALUES (1, '[10:00,12:00)'), (2, NULL);
