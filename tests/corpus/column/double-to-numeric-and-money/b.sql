-- floating point becomes numeric, and numeric becomes money
CREATE TABLE public.t (id integer PRIMARY KEY, a numeric(12,3), b money);
