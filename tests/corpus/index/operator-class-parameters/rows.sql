INSERT INTO public.docs VALUES (1, 'a b c');
