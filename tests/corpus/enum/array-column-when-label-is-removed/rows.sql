INSERT INTO public.products VALUES (1, '{new,sale}'), (2, '{}'), (3, '{NULL,sale}');
