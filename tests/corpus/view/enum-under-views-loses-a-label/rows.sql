INSERT INTO public.people VALUES (1, 'ok'), (2, 'sad'), (3, NULL);
