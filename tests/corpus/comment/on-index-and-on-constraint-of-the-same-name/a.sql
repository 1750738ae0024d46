CREATE TABLE public.t (id integer PRIMARY KEY);
COMMENT ON INDEX public.t_pkey IS 'the index';
