INSERT INTO public.bookings VALUES (1, 'a', '[2024-01-01,2024-01-02)'), (2, 'a', '[2024-01-02,2024-01-03)');
