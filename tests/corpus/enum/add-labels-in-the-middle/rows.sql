INSERT INTO public.tasks VALUES (1, 'low'), (2, 'high');
