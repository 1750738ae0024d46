CREATE TABLE public.t (id integer PRIMARY KEY, doc text NOT NULL DEFAULT '{"a": ":b"}');
