INSERT INTO public.users VALUES (1, 'a@b'), (2, 'c@d');
INSERT INTO public.projects VALUES (1, 2, 'x');
INSERT INTO public.tasks VALUES (1, 1, true), (2, 1, false);
