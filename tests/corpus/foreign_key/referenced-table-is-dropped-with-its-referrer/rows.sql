INSERT INTO public.parent VALUES (1);
INSERT INTO public.a_child VALUES (1);
INSERT INTO public.z_child VALUES (1);
INSERT INTO public.kept VALUES (1, 'x');
