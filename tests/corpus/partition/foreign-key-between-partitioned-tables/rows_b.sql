INSERT INTO public.z_tenants VALUES (1);
INSERT INTO public.docs VALUES (1, 1, NULL), (1, 2, 1);
