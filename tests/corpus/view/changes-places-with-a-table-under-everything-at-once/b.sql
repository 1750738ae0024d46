-- a table and a view change places under triggers, rules, functions and views that stay or change
-- requires: 14
CREATE TABLE public.raw (id integer PRIMARY KEY, v integer);
CREATE VIEW public.t AS SELECT id, v FROM public.raw;
COMMENT ON VIEW public.t IS 'a view';
CREATE TABLE public.s (id integer, v integer);
CREATE INDEX t_v ON public.s (v);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER on_t INSTEAD OF INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.note();
CREATE TRIGGER on_s BEFORE INSERT ON public.s FOR EACH ROW EXECUTE FUNCTION public.note();
CREATE RULE r AS ON DELETE TO public.t DO INSTEAD NOTHING;
COMMENT ON RULE r ON public.t IS 'rule';
CREATE VIEW public.both AS SELECT t.id, s.v FROM public.t JOIN public.s USING (id);
CREATE FUNCTION public.f(x public.t, y public.s) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
COMMENT ON FUNCTION public.f(public.t, public.s) IS 'rows';
CREATE FUNCTION public.g() RETURNS SETOF public.t LANGUAGE sql BEGIN ATOMIC SELECT * FROM public.t; END;
