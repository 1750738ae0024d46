INSERT INTO public.people VALUES (1, 'Ada', 'Lovelace', '1815-12-10', '{"it''s": 1}');
