CREATE DOMAIN public.d AS integer CONSTRAINT bounds CHECK (VALUE > 0);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
