INSERT INTO public.orders (total, note) VALUES (5, 'a'), (50, 'b');
