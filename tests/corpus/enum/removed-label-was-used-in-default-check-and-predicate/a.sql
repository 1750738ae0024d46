CREATE TYPE public.state AS ENUM ('unknown', 'on', 'off');
CREATE TABLE public.lamps (
    id integer PRIMARY KEY,
    state public.state NOT NULL DEFAULT 'unknown',
    CONSTRAINT lamps_known CHECK (state <> 'unknown')
);
CREATE UNIQUE INDEX lamps_one_on ON public.lamps (state) WHERE state <> ALL (ARRAY['unknown', 'off']::public.state[]);
