-- an enum within a row type loses a label, and defaults, checks, triggers and rules call functions that take the row
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TYPE public.pair AS (m public.mood, n integer);
CREATE FUNCTION public.make() RETURNS public.pair LANGUAGE sql IMMUTABLE AS $$ SELECT ROW('ok', 1)::public.pair $$;
CREATE FUNCTION public.fine(p public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT (p).n > 0 $$;
COMMENT ON FUNCTION public.fine(public.pair) IS 'fine';
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair DEFAULT public.make() NOT NULL, ok boolean GENERATED ALWAYS AS (public.fine(p)) STORED, CONSTRAINT fine CHECK (public.fine(p)));
COMMENT ON CONSTRAINT fine ON public.t IS 'fine';
CREATE UNIQUE INDEX t_p ON public.t (id) WHERE public.fine(p);
CREATE TABLE public.u (p public.pair) ;
CREATE VIEW public.v AS SELECT p, public.fine(p) AS f FROM public.u;
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER told BEFORE UPDATE ON public.t FOR EACH ROW WHEN (public.fine(NEW.p)) EXECUTE FUNCTION public.note();
CREATE RULE r AS ON DELETE TO public.u WHERE public.fine(OLD.p) DO INSTEAD NOTHING;
