-- a recursive view is added, another gets a column
CREATE TABLE public.parts (id integer PRIMARY KEY, parent integer REFERENCES public.parts, name text);
CREATE RECURSIVE VIEW public.tree (id, depth, path) AS SELECT id, 0, name FROM public.parts WHERE parent IS NULL UNION ALL SELECT p.id, t.depth + 1, t.path || '/' || p.name FROM public.parts p JOIN tree t ON p.parent = t.id;
CREATE VIEW public.numbers AS WITH RECURSIVE n(i) AS (VALUES (1) UNION SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n;
