CREATE TABLE public.t (id integer, CONSTRAINT t_pkey PRIMARY KEY (id) WITH (fillfactor = 90, deduplicate_items = off));
CREATE TABLE public.u (t_id integer REFERENCES public.t);
