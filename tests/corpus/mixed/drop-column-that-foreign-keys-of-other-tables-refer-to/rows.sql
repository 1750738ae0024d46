INSERT INTO public.users VALUES (1, 'u1', 'a@b');
INSERT INTO public.a_logs VALUES (NULL);
INSERT INTO public.z_logs VALUES (NULL, 1);
