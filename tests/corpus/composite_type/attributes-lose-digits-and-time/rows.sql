INSERT INTO public.t SELECT 1, r, ARRAY[r], r FROM (SELECT ROW(1.2345, '2024-01-01 10:11:12', 0.123456789012345, '{1.555}')::public.addr) AS v (r); INSERT INTO public.t (id) VALUES (2);
