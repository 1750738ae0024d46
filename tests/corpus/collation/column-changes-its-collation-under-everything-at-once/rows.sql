INSERT INTO public.t VALUES (1, 'Ab'), (2, 'cd');
