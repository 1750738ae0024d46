CREATE TABLE public.x (id integer);
CREATE SEQUENCE public.y;
CREATE TABLE public.t (id integer);
CREATE INDEX z ON public.t (id);
