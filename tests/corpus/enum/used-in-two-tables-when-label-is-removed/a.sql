CREATE SCHEMA archive;
CREATE TYPE public.kind AS ENUM ('x', 'y', 'z');
CREATE TABLE public.items (id integer PRIMARY KEY, kind public.kind NOT NULL DEFAULT 'x');
CREATE TABLE archive.items (id integer PRIMARY KEY, kind public.kind, kind_before public.kind);
