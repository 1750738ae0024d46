INSERT INTO public.slots VALUES (1, '[1,5)'), (1, '[6,9)');
