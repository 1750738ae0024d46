CREATE TABLE public.parts (id integer PRIMARY KEY, parent integer REFERENCES public.parts, name text);
CREATE RECURSIVE VIEW public.tree (id, depth) AS SELECT id, 0 FROM public.parts WHERE parent IS NULL UNION ALL SELECT p.id, t.depth + 1 FROM public.parts p JOIN tree t ON p.parent = t.id;
