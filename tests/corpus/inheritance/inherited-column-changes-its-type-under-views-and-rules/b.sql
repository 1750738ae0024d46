-- an inherited column changes its type under what depends on the children
CREATE TABLE public.parent (id integer, v bigint DEFAULT 1);
CREATE TABLE public.child (extra text, CONSTRAINT odd CHECK (v <> 0)) INHERITS (public.parent);
CREATE TABLE public.grandchild () INHERITS (public.child);
ALTER TABLE public.grandchild ALTER COLUMN v SET DEFAULT 3;
CREATE INDEX child_v ON public.child (v) WHERE v > 5;
COMMENT ON INDEX public.child_v IS 'some';
CREATE VIEW public.on_child AS SELECT v, extra FROM public.child;
COMMENT ON COLUMN public.on_child.v IS 'inherited';
CREATE VIEW public.on_grandchild AS SELECT v FROM public.grandchild;
CREATE RULE none AS ON DELETE TO public.child WHERE OLD.v = 1 DO INSTEAD NOTHING;
