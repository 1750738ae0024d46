CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);

CREATE RULE one AS ON DELETE TO public.things DO ALSO INSERT INTO public.log VALUES (OLD.id, 'gone');
CREATE RULE two AS ON INSERT TO public.things DO ALSO NOTHING;
COMMENT ON RULE one ON public.things IS 'one';
