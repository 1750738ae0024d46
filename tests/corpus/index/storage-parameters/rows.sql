INSERT INTO public.t VALUES (1, 'a', '{x}', '2024-01-01', '[2024-01-01,2024-01-02)');
