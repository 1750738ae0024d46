-- a partition that inherited all it has becomes a table of its own with the same things (from 18 on: under other names)
CREATE TABLE public.log (id integer NOT NULL, at date NOT NULL, line text NOT NULL DEFAULT '', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX log_line ON public.log (line);
CREATE TABLE public.log_2024 (id integer NOT NULL, at date NOT NULL, line text NOT NULL DEFAULT '', PRIMARY KEY (id, at));
CREATE INDEX log_2024_line_idx ON public.log_2024 (line);
