INSERT INTO public.old_users VALUES (1);
INSERT INTO public.new_users VALUES (1, 1);
INSERT INTO public.posts VALUES (1, NULL, 1);
