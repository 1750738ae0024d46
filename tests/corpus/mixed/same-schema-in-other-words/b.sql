-- Empty diff: a whole schema in other words and in another order
CREATE TABLE public.c (n decimal, m integer GENERATED ALWAYS AS ((id) * 2) STORED, p_id int4 NOT NULL, id int4 NOT NULL);
COMMENT ON TABLE public.c IS E'it\'s c';
ALTER TABLE public.c ADD CONSTRAINT c_n_check CHECK (n > 0::numeric), ADD CONSTRAINT c_pkey PRIMARY KEY (id);
CREATE TYPE public.state AS ENUM ('a', 'b');
CREATE SEQUENCE public.p_id_seq AS integer;
CREATE TABLE public.p (at timestamp with time zone DEFAULT (now()), state public.state DEFAULT 'a'::public.state, code character varying(10), id integer PRIMARY KEY DEFAULT nextval('p_id_seq'::regclass));
ALTER SEQUENCE public.p_id_seq OWNED BY public.p.id;
ALTER TABLE public.p ADD CONSTRAINT p_code_key UNIQUE (code);
ALTER TABLE ONLY public.c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) ON UPDATE NO ACTION ON DELETE CASCADE NOT DEFERRABLE;
CREATE INDEX c_p ON public.c USING btree (p_id) WHERE (n > (5)::numeric);
