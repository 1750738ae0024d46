CREATE TABLE public.t (id integer PRIMARY KEY, "a%" text, b text);
COMMENT ON COLUMN public.t.b IS 'before';
