CREATE TABLE public.t (id integer PRIMARY KEY, code text, at timestamptz);
CREATE INDEX t_code ON public.t (code);
CREATE INDEX t_at ON public.t (at);
