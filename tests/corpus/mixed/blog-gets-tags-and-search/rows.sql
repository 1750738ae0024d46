INSERT INTO public.authors VALUES (1, 'Ada');
INSERT INTO public.posts VALUES (1, 1, 'Hello: 100% World', 'body', 'a,b', true), (2, NULL, 'Second', NULL, NULL, false);
