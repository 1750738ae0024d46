INSERT INTO public.t VALUES ((0, 1));
