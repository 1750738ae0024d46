-- a constraint gets a comment of its own beside the one of its index
CREATE TABLE public.t (id integer PRIMARY KEY);
COMMENT ON INDEX public.t_pkey IS 'the index, changed';
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'the constraint';
