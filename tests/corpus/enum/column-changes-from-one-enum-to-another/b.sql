-- a column with a default and an index predicate changes from one enum to another, and the first goes
CREATE TYPE public.new_state AS ENUM ('off', 'on');
CREATE TABLE public.lamps (id integer PRIMARY KEY, state public.new_state NOT NULL DEFAULT 'off');
CREATE INDEX lamps_on ON public.lamps (id) WHERE state = 'on';
