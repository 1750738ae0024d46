INSERT INTO public.t VALUES ('sad');
