-- collations of columns are set, reset and changed, with indexes on them
CREATE TABLE public.t (id integer PRIMARY KEY, a text COLLATE "C", b text, c varchar(9) COLLATE "POSIX" DEFAULT 'x');
CREATE INDEX t_a ON public.t (a);
CREATE INDEX t_b ON public.t (b COLLATE "C", upper(b));
