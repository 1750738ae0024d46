INSERT INTO public.parent VALUES (1, 'ok'); INSERT INTO public.child VALUES (2, 'happy', 'x'); INSERT INTO public.second VALUES (3, NULL);
