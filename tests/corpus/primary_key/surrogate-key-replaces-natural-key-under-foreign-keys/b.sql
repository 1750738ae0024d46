-- the primary key changes to a new column, and the foreign key now uses a unique constraint on the old one
CREATE TABLE public.countries (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code char(2) NOT NULL UNIQUE, name text NOT NULL);
CREATE TABLE public.cities (id integer PRIMARY KEY, country_code char(2) NOT NULL REFERENCES public.countries (code));
