INSERT INTO public.t (id, p, ps) VALUES (1, ROW(1, 2), NULL), (2, NULL, ARRAY[ROW(3, 4)::public.point]);
