-- the type below a chain of views changes, with triggers, rules and functions on it, and one view grows in its midst
-- requires: 14
CREATE TABLE public.base (id integer PRIMARY KEY, v bigint);
CREATE VIEW public.one AS SELECT id, v, v + 1 AS more FROM public.base;
COMMENT ON VIEW public.one IS 'one';
CREATE VIEW public.two AS SELECT id, v FROM public.one WITH CASCADED CHECK OPTION;
ALTER VIEW public.two ALTER COLUMN v SET DEFAULT 1;
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE VIEW public.three AS SELECT a.id, a.v, b.v AS other FROM public.two a JOIN public.one b USING (id);
CREATE TRIGGER instead INSTEAD OF UPDATE ON public.three FOR EACH ROW EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER instead ON public.three IS 'instead';
CREATE VIEW public.four AS SELECT id FROM public.three;
CREATE RULE on_four AS ON INSERT TO public.four DO INSTEAD INSERT INTO public.base (id, v) VALUES (NEW.id, 5);
COMMENT ON RULE on_four ON public.four IS 'through';
CREATE FUNCTION public.last() RETURNS SETOF public.four LANGUAGE sql BEGIN ATOMIC SELECT * FROM public.four; END;
CREATE VIEW public.five AS SELECT l.id FROM public.last() l;
COMMENT ON VIEW public.five IS 'five';
