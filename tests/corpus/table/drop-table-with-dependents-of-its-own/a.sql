CREATE TABLE public.t (id serial PRIMARY KEY, x integer UNIQUE CHECK (x > 0));
CREATE INDEX t_both ON public.t (id, x);
COMMENT ON TABLE public.t IS 'going';
COMMENT ON COLUMN public.t.x IS 'going';
CREATE TABLE public.kept (id integer PRIMARY KEY);
