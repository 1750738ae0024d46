CREATE TABLE public.people (id integer PRIMARY KEY, first text, last text, born date, extra jsonb);
