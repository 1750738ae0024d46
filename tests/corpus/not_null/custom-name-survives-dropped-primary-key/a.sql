CREATE TABLE public.t (id integer CONSTRAINT id_needed NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (id));
