INSERT INTO public.t VALUES (1, '{[1,5],[8,9]}', '[2,3]'), (2, NULL, NULL);
