INSERT INTO public.sessions VALUES (1, 'a');
