INSERT INTO public.zebra VALUES (1);
INSERT INTO public.mouse VALUES (1, 1);
INSERT INTO public.ant VALUES (1, 1);
