INSERT INTO public.t VALUES ('x', NULL), ('y', NULL);
