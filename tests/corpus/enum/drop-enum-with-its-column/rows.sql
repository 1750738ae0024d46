INSERT INTO public.cars VALUES (1, 'green');
