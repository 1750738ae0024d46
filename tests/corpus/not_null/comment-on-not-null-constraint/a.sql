CREATE TABLE public.t (id integer NOT NULL, a integer CONSTRAINT a_needed NOT NULL);
COMMENT ON CONSTRAINT a_needed ON public.t IS 'before';
