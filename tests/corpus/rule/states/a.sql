CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);
CREATE RULE a AS ON DELETE TO public.things DO ALSO NOTHING;
CREATE RULE b AS ON DELETE TO public.things DO ALSO NOTHING;
CREATE RULE c AS ON DELETE TO public.things DO ALSO NOTHING;
CREATE RULE d AS ON DELETE TO public.things DO ALSO NOTHING;
CREATE RULE e AS ON DELETE TO public.things DO ALSO NOTHING;

ALTER TABLE public.things DISABLE RULE b;
ALTER TABLE public.things ENABLE REPLICA RULE c;
ALTER TABLE public.things DISABLE RULE e;
