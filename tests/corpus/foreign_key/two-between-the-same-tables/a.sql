CREATE TABLE public.teams (id integer PRIMARY KEY);
CREATE TABLE public.matches (home integer REFERENCES public.teams, away integer);
