-- the column of a parent becomes serial, and its partition takes numbers from the same sequence
CREATE SEQUENCE public.t_id_seq AS integer;
CREATE TABLE public.t (id integer NOT NULL DEFAULT nextval('public.t_id_seq'), at date NOT NULL) PARTITION BY RANGE (at);
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
