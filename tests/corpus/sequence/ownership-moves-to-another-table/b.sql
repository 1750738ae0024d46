-- a table is dropped, but the sequence it owned lives on, owned by another table
CREATE SEQUENCE public.old_t_id_seq AS integer;
CREATE TABLE public.new_t (id integer PRIMARY KEY DEFAULT nextval('public.old_t_id_seq'));
ALTER SEQUENCE public.old_t_id_seq OWNED BY public.new_t.id;
