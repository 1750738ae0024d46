INSERT INTO public.t VALUES (1, '{"key:1": 1, "n": 2}', '{a}', '[2024-01-01,2024-01-02)');
