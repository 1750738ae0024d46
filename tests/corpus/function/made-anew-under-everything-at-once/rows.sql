INSERT INTO public.t (id, name, low) VALUES (1, 'A', 'x'), (2, 'B', 'y');
