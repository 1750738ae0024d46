INSERT INTO public.t VALUES (1, 'a');
INSERT INTO public.u VALUES ('a');
