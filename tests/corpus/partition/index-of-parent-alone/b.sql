-- an index is made on the parent alone, with one partition attached: it stays invalid
CREATE TABLE public.t (id integer) PARTITION BY HASH (id);
CREATE TABLE public.t_0 PARTITION OF public.t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX t_id ON ONLY public.t (id);
CREATE INDEX t_0_id ON public.t_0 (id);
ALTER INDEX public.t_id ATTACH PARTITION public.t_0_id;
