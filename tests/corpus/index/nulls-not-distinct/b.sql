-- a unique index starts to treat NULLs as equal
-- requires: 15
CREATE TABLE public.t (a text, b text);
CREATE UNIQUE INDEX t_ab ON public.t (a, b) NULLS NOT DISTINCT;
