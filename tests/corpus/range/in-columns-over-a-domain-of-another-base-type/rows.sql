INSERT INTO public.t VALUES (1, 5, '[1,5]', ROW('x', '(2,3]'), ARRAY[ROW('y', NULL)::public.offer]), (2, 7, NULL, NULL, NULL);
