INSERT INTO public.p VALUES (1, 'ab ', 'abc ');
INSERT INTO public.c VALUES (2, 'a  ', ' ', 3);
INSERT INTO public.cut VALUES (1, 'ab ');
INSERT INTO public.g VALUES ('ab ');
