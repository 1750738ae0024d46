INSERT INTO public.slots VALUES (1, '[1,5)');
