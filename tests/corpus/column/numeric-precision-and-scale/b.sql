-- precision and scale of numerics change
CREATE TABLE public.t (id integer PRIMARY KEY, a numeric(8,2), b numeric(10,4) DEFAULT 1.25, c numeric(6,1));
