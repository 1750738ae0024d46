INSERT INTO public.g VALUES (1, 2);
