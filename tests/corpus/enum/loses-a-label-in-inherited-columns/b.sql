-- an enum loses a label, and a column of it is inherited
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TABLE public.parent (id integer, m public.mood DEFAULT 'ok');
CREATE TABLE public.child (extra text) INHERITS (public.parent);
CREATE TABLE public.second (m public.mood) INHERITS (public.parent);
CREATE VIEW public.on_child AS SELECT id, m FROM public.child;
CREATE INDEX child_m ON public.child (id) WHERE m = 'ok';
