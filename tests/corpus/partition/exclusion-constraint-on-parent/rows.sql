INSERT INTO public.bookings VALUES (1, '[2024-01-01,2024-01-02)');
