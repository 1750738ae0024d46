-- a second foreign key between the same two tables, and a second one on the same column, are added
CREATE TABLE public.teams (id integer PRIMARY KEY);
CREATE TABLE public.matches (home integer REFERENCES public.teams, away integer REFERENCES public.teams);
ALTER TABLE public.matches ADD FOREIGN KEY (home) REFERENCES public.teams ON DELETE CASCADE;
