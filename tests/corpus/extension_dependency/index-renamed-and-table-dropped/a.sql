-- an index gets another name, and a table goes with its own
CREATE EXTENSION citext;
CREATE TABLE public.t (id integer);
CREATE INDEX before ON public.t (id);
ALTER INDEX public.before DEPENDS ON EXTENSION citext;
CREATE TABLE public.gone (id integer);
CREATE INDEX gone_id ON public.gone (id);
ALTER INDEX public.gone_id DEPENDS ON EXTENSION citext;
