CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text COLLATE "C", c varchar(9) COLLATE "C" DEFAULT 'x');
CREATE INDEX t_a ON public.t (a);
CREATE INDEX t_b ON public.t (b COLLATE "C", upper(b));
