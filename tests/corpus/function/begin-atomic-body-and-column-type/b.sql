-- the type of a column changes that a parsed body reads
-- requires: 14
CREATE TABLE public.t (id bigint PRIMARY KEY, v text); CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(id) FROM public.t WHERE id > 1; END; CREATE FUNCTION public.g() RETURNS bigint LANGUAGE sql RETURN public.f() + 1;
