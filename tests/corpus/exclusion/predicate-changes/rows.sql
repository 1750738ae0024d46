INSERT INTO public.slots VALUES (1, '[1,5)', 'booked'), (2, '[2,5)', 'cancelled');
