INSERT INTO public.t VALUES (1, '{a,"b c"}'), (2, DEFAULT), (3, NULL);
