CREATE TABLE public.t (at timestamptz, n integer, ip inet);
