-- a new label is used at once in a check and in the predicate of an index
CREATE TYPE public.status AS ENUM ('open', 'closed', 'frozen');
CREATE TABLE public.tickets (
    id integer PRIMARY KEY, status public.status, closed_by text,
    CONSTRAINT tickets_closed_by CHECK (status <> 'frozen' OR closed_by IS NOT NULL)
);
CREATE INDEX tickets_frozen ON public.tickets (id) WHERE status = 'frozen';
