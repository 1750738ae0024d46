INSERT INTO public.events VALUES (1, 'a');
INSERT INTO public.notes VALUES (1, 'a');
