CREATE TABLE public.hot (id integer PRIMARY KEY, x text) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.2);
