INSERT INTO public.t VALUES (1, 'Ada', 'Lovelace'), (2, NULL, 'Hopper');
