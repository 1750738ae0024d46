INSERT INTO public.orders VALUES (1, 'de'), (2, 'fr'), (3, 'fr'), (4, '100%');
