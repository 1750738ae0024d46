CREATE DOMAIN public.d AS integer CONSTRAINT old_name CHECK (VALUE > 0) CHECK (VALUE < 100) CHECK (VALUE <> 50);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
