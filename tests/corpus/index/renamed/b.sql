-- an index with a comment has another name
CREATE TABLE public.t (id integer PRIMARY KEY, a text);
CREATE INDEX "ix:t %a" ON public.t (a);
COMMENT ON INDEX public."ix:t %a" IS 'kept';
