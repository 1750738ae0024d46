CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a % 7) STORED CHECK (b < 7));
CREATE UNIQUE INDEX t_b ON public.t (b);
