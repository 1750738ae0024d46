CREATE TABLE public.t (a int, b int8, c varchar(5), d decimal(5,2), e timestamptz, f bool, g float8, h char(3), i bpchar, j text[], k float(24));
