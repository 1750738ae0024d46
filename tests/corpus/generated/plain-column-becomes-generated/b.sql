-- a plain column becomes a generated one
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 10) STORED);
