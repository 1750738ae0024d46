INSERT INTO public.t (id) VALUES (1); INSERT INTO public.u VALUES (ROW('happy', 2)), (NULL);
