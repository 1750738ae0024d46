-- the storage parameters of a primary key change, which a foreign key depends on
CREATE TABLE public.t (id integer, CONSTRAINT t_pkey PRIMARY KEY (id) WITH (fillfactor = 50));
CREATE TABLE public.u (t_id integer REFERENCES public.t);
