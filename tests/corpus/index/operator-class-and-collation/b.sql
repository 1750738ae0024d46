-- indexes get operator classes and collations
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b varchar(9), c jsonb);
CREATE INDEX t_a ON public.t (a COLLATE "C" text_pattern_ops, lower(b) COLLATE "POSIX" varchar_pattern_ops DESC NULLS LAST);
CREATE INDEX t_c ON public.t USING gin (c jsonb_path_ops);
