INSERT INTO public.e VALUES (1, 'sad'), (2, NULL);
