INSERT INTO public.users (boss_id) VALUES (NULL), (1);
INSERT INTO public.posts VALUES (1, 2);
