INSERT INTO public.tickets VALUES (1, 'open', NULL), (2, 'closed', 'me');
