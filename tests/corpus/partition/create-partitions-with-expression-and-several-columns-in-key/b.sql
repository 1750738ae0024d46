-- partition keys with several columns, an expression, a collation and an operator class are created
CREATE TABLE public.t (a integer, b text COLLATE "C", c date) PARTITION BY RANGE (a, lower(b) COLLATE "POSIX" text_pattern_ops, c);
CREATE TABLE public.t_low PARTITION OF public.t FOR VALUES FROM (MINVALUE, MINVALUE, MINVALUE) TO (10, 'm', '2024-01-01');
CREATE TABLE public.t_high PARTITION OF public.t FOR VALUES FROM (10, 'm', '2024-01-01') TO (20, MAXVALUE, MAXVALUE);
