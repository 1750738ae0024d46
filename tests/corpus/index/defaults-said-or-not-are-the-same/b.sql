-- Empty diff: what an index has by default is written out
CREATE TABLE public.t (a integer, b text);
CREATE INDEX t_ab ON public.t USING btree (a int4_ops ASC NULLS LAST, b COLLATE "default" text_ops);
CREATE INDEX t_desc ON public.t (a DESC NULLS FIRST);
