INSERT INTO public.user (email) VALUES ('a@b');
INSERT INTO public.posts VALUES (1, NULL);
