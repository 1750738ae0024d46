CREATE TABLE public.t (id integer PRIMARY KEY, active varchar(5) DEFAULT 'yes');
