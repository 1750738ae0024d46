-- a foreign key is added to a parent
CREATE TABLE public.users (id integer PRIMARY KEY);
CREATE TABLE public.t (user_id integer REFERENCES public.users ON DELETE CASCADE, at date) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.t_2 PARTITION OF public.t DEFAULT;
