-- a column changes its type that rules of its own and of another table use
CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price double precision, old text);

CREATE RULE pricey AS ON UPDATE TO public.things WHERE NEW.price > OLD.price DO ALSO INSERT INTO public.log (id, what) VALUES (NEW.id, 'dearer');
COMMENT ON RULE pricey ON public.things IS 'watches prices';
ALTER TABLE public.things DISABLE RULE pricey;
CREATE RULE other_table AS ON DELETE TO public.log DO ALSO DELETE FROM public.things WHERE things.price = 0 AND things.id = OLD.id;
