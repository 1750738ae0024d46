CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);

CREATE RULE r AS ON UPDATE TO public.things DO ALSO INSERT INTO public.log (id, what) VALUES (OLD.id, OLD.old);
