CREATE EXTENSION citext;
CREATE TABLE public.t (id integer);
CREATE INDEX after ON public.t (id);
ALTER INDEX public.after DEPENDS ON EXTENSION citext;
