INSERT INTO public.things VALUES (1, 'it''s'), (2, 'co:lon');
