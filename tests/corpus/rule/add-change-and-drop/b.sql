-- one rule goes, one changes, one comes
CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);

CREATE RULE changes AS ON UPDATE TO public.things WHERE NEW.name <> OLD.name DO ALSO (INSERT INTO public.log (id, what) VALUES (OLD.id, 'it''s renamed; so?'); DELETE FROM public.log WHERE log.id < 0);
COMMENT ON RULE changes ON public.things IS 'writes a log';
CREATE RULE comes AS ON INSERT TO public.things WHERE NEW.id < 0 DO INSTEAD NOTHING;
