CREATE TYPE public.pair AS (a integer, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair DEFAULT ROW(1, 'z')::public.pair); CREATE INDEX t_a ON public.t (((p).a));
