INSERT INTO public.tickets VALUES (1, 'open');
