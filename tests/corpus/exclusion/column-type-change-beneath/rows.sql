INSERT INTO public.slots VALUES (1, '[1,5)', 'a'), (2, '[2,5)', 'b');
