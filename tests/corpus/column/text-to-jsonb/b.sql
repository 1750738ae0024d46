-- text becomes jsonb, with a default
CREATE TABLE public.t (id integer PRIMARY KEY, doc jsonb NOT NULL DEFAULT '{"a": ":b"}');
