INSERT INTO public.departments VALUES (1, NULL);
INSERT INTO public.employees VALUES (1, 1, NULL), (2, 1, 1);
