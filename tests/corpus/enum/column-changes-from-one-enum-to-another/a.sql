CREATE TYPE public.old_state AS ENUM ('on', 'off', 'broken');
CREATE TABLE public.lamps (id integer PRIMARY KEY, state public.old_state NOT NULL DEFAULT 'off');
CREATE INDEX lamps_on ON public.lamps (id) WHERE state = 'on';
