INSERT INTO public.a VALUES (1, 'one'), (2, NULL);
INSERT INTO public.b VALUES (ROW(1, 'one'), ARRAY[ROW(2, 'two')::public.a]);
INSERT INTO public.p VALUES (1);
INSERT INTO public.c VALUES (2, 3);
INSERT INTO public.r VALUES (1);
