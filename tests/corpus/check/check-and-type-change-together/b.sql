-- the type of a column changes and its check has to change with it
CREATE TABLE public.t (id integer PRIMARY KEY, n integer CONSTRAINT n_check CHECK (n >= 0 AND n < 10000));
