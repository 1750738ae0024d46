INSERT INTO public.articles VALUES ('one'), ('two'), (NULL);
