INSERT INTO public.lamps VALUES (1, 'on'), (2, 'off'), (3, 'off');
