INSERT INTO public.t VALUES (1, ARRAY[ROW(1, 'x,"y')::public.pair, NULL]), (2, NULL);
