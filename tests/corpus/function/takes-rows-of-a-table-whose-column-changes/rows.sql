INSERT INTO public.item VALUES (1, 5);
