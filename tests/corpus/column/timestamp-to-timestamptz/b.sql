-- timestamp becomes timestamptz, with a default and an index, and date becomes timestamp
CREATE TABLE public.t (id integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), on_day timestamp(0));
CREATE INDEX t_at ON public.t (at);
