INSERT INTO public.t VALUES (1, '2024-02-02', 'lost');
