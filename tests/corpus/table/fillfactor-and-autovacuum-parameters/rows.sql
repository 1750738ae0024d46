INSERT INTO public.hot VALUES (1, 'x');
