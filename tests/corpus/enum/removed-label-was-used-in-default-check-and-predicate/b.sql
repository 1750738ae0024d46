-- a label is removed that the default, a check and an index predicate used
CREATE TYPE public.state AS ENUM ('on', 'off');
CREATE TABLE public.lamps (id integer PRIMARY KEY, state public.state NOT NULL DEFAULT 'off');
CREATE UNIQUE INDEX lamps_one_on ON public.lamps (state) WHERE state <> 'off';
