CREATE TABLE public.t (id integer PRIMARY KEY, a text DEFAULT 'yes', b varchar(5) DEFAULT '1', c timestamp DEFAULT '2024-01-01 00:00');
