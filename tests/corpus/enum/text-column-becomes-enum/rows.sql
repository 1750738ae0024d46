INSERT INTO public.orders VALUES (1, 'open'), (2, 'it''s sent');
