CREATE TABLE public.t (id integer PRIMARY KEY, price numeric NOT NULL, gross numeric GENERATED ALWAYS AS (price * 1.16) STORED);
