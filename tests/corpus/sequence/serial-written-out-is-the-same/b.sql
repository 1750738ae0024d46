-- Empty diff: bigserial, and the sequence, default and ownership that it stands for, are the same
CREATE SEQUENCE public.t_id_seq;
CREATE TABLE public.t (id bigint NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (id));
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq');
