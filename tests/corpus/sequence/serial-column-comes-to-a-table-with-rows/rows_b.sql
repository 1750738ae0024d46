INSERT INTO public.orders (id, name) VALUES (1, 'a'), (2, 'b');
