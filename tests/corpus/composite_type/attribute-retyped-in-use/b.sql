-- an attribute changes its type while columns hold rows, with an index and a default
CREATE TYPE public.pair AS (a bigint, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair DEFAULT ROW(1, 'z')::public.pair); CREATE INDEX t_a ON public.t (((p).a));
