-- a rule gets another name, another one fires on another event
CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);

CREATE RULE uno AS ON DELETE TO public.things DO ALSO INSERT INTO public.log VALUES (OLD.id, 'gone');
CREATE RULE two AS ON DELETE TO public.things DO INSTEAD NOTHING;
COMMENT ON RULE uno ON public.things IS 'uno';
