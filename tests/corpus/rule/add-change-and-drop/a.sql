CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);

CREATE RULE gone AS ON DELETE TO public.things DO NOTHING;
CREATE RULE changes AS ON UPDATE TO public.things DO ALSO INSERT INTO public.log VALUES (OLD.id, 'updated');
COMMENT ON RULE changes ON public.things IS 'writes a log';
