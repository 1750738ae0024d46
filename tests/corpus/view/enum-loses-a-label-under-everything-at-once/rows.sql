INSERT INTO public.t (id, m, ms) VALUES (1, 'ok', '{ok}'), (2, 'happy', NULL);
