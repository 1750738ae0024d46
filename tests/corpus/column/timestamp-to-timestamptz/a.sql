CREATE TABLE public.t (id integer PRIMARY KEY, at timestamp NOT NULL DEFAULT now(), on_day date);
CREATE INDEX t_at ON public.t (at);
