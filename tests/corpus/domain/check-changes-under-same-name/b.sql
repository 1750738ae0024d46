-- a check says something else under the same name
CREATE DOMAIN public.d AS integer CONSTRAINT bounds CHECK (VALUE > 0 AND VALUE < 1000);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
