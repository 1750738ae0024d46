CREATE TABLE public.t (id integer PRIMARY KEY, n text CONSTRAINT n_check CHECK (n ~ '^\d+$' AND length(n) < 5));
