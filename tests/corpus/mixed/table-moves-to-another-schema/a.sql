CREATE SCHEMA audit;
CREATE TABLE public.log (id serial PRIMARY KEY, line text);
CREATE INDEX log_line ON public.log (line);
