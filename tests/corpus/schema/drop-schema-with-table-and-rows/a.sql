CREATE SCHEMA legacy;
CREATE TYPE legacy.mood AS ENUM ('ok', 'bad');
CREATE TABLE legacy.people (id serial PRIMARY KEY, mood legacy.mood);
CREATE TABLE public.kept (id integer PRIMARY KEY);
