INSERT INTO public.teams VALUES (1), (2);
INSERT INTO public.matches VALUES (1, 2);
