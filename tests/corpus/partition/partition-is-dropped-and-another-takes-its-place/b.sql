-- a new partition takes the values of one that goes, and another one becomes the default
CREATE TABLE public.t (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE public.t_ab PARTITION OF public.t FOR VALUES IN ('a', 'b');
CREATE TABLE public.t_others PARTITION OF public.t DEFAULT;
