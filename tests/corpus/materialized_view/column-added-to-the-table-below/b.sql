-- a materialized view takes up an added column and lets go of a dropped one
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, remark text);
CREATE MATERIALIZED VIEW public.m AS SELECT id, remark FROM public.orders;
CREATE INDEX m_note ON public.m (remark);
