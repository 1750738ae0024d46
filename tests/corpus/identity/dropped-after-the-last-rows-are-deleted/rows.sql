INSERT INTO public.t SELECT FROM generate_series(1, 9);
DELETE FROM public.t WHERE id > 4;
