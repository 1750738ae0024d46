INSERT INTO public.products VALUES (1, 'colour=>red, size=>"7 1/2"'), (2, '');
