CREATE TABLE public.states (name text PRIMARY KEY);
CREATE TABLE public.tickets (id integer PRIMARY KEY, state text NOT NULL DEFAULT 'open' REFERENCES public.states);
