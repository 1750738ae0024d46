INSERT INTO public.t (id, state) VALUES (1, 'a'), (2, 'b');
