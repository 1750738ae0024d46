-- everything that knows DEPENDS ON EXTENSION, and stays as it is
CREATE EXTENSION citext;
CREATE EXTENSION cube;
CREATE TABLE public.t (id integer CONSTRAINT t_pkey PRIMARY KEY, name text);
CREATE INDEX same ON public.t (name);
CREATE FUNCTION public.f(a integer, VARIADIC b text[]) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION public."F f"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE public.p(INOUT a integer) LANGUAGE sql AS $$ SELECT 1 $$;
CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TRIGGER same BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public."F f"();
CREATE MATERIALIZED VIEW public.m AS SELECT id FROM public.t;
CREATE INDEX m_id ON public.m (id);
CREATE TABLE public.parent (id integer, name text) PARTITION BY LIST (id);
CREATE TABLE public.child PARTITION OF public.parent FOR VALUES IN (1);
CREATE INDEX parent_id ON public.parent (id);
CREATE TRIGGER above AFTER INSERT ON public.parent FOR EACH ROW EXECUTE FUNCTION public."F f"();
