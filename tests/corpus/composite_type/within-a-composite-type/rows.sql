INSERT INTO public.t VALUES (1, ROW(ROW(1, 'x'), NULL)::public.outer);
