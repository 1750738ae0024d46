INSERT INTO public.full_one VALUES (1, 1);
INSERT INTO public.by_index VALUES (1, 1);
