INSERT INTO public.measures VALUES ('m'), ('M');
