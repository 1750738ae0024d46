INSERT INTO public.t VALUES (1, 'eu', '2024-02-02');
