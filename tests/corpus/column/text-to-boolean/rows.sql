INSERT INTO public.t VALUES (1, 'no'), (2, 't');
