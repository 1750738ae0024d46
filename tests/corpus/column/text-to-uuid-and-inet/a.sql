CREATE TABLE public.t (id text PRIMARY KEY, ip varchar(50), at text);
