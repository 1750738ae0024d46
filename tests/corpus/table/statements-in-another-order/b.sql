-- Empty diff: the same objects, made in another order and in other words
CREATE TABLE public.b (a_id int4, id int4 NOT NULL);
CREATE INDEX b_a ON public.b USING btree (a_id ASC NULLS LAST);
CREATE TABLE public.a (id int4 CONSTRAINT a_pkey PRIMARY KEY);
ALTER TABLE public.b ADD PRIMARY KEY (id);
ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a (id) MATCH SIMPLE ON DELETE NO ACTION;
