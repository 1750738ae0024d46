CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.people (id integer PRIMARY KEY, mood public.mood DEFAULT 'ok');
CREATE VIEW public.by_column AS SELECT id, mood FROM public.people;
CREATE VIEW public.by_type AS SELECT 'ok'::public.mood AS mood;
CREATE VIEW public.by_comparison AS SELECT id FROM public.people WHERE mood > 'sad';
COMMENT ON VIEW public.by_comparison IS 'not sad';
