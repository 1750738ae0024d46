-- constraints with comments change their definitions, the comments stay
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.t (a integer, p_id integer REFERENCES public.p ON DELETE CASCADE, CONSTRAINT a_check CHECK (a > 0 AND a < 9), CONSTRAINT a_key UNIQUE (a) INCLUDE (p_id));
COMMENT ON CONSTRAINT a_check ON public.t IS 'kept 1';
COMMENT ON CONSTRAINT a_key ON public.t IS 'kept 2';
COMMENT ON CONSTRAINT t_p_id_fkey ON public.t IS 'kept 3';
