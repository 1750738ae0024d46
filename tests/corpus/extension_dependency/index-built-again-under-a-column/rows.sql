INSERT INTO public.t VALUES (1, 'one', 'a'), (2, 'two', 'b');
INSERT INTO public.parent VALUES (1, 'one');
