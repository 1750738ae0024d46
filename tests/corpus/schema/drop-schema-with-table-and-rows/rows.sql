INSERT INTO legacy.people (mood) VALUES ('ok'), ('bad');
INSERT INTO public.kept VALUES (7);
