-- a check has another name only, and unnamed ones count up
CREATE DOMAIN public.d AS integer CONSTRAINT "New Name" CHECK (VALUE > 0) CHECK (VALUE < 100) CHECK (VALUE <> 50);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
