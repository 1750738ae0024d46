INSERT INTO public."%s" VALUES (1, '%d', 3);
