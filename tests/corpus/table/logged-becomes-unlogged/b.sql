-- a table becomes unlogged
CREATE UNLOGGED TABLE public.sessions (id integer PRIMARY KEY, data text);
CREATE INDEX sessions_data ON public.sessions (data);
