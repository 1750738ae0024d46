-- one primary key becomes deferrable, another one stops being it
CREATE TABLE public.t (id integer, CONSTRAINT t_pkey PRIMARY KEY (id) DEFERRABLE);
CREATE TABLE public.u (id integer PRIMARY KEY);
