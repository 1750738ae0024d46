-- an enum that two tables in two schemas use loses a label
CREATE SCHEMA archive;
CREATE TYPE public.kind AS ENUM ('x', 'z');
CREATE TABLE public.items (id integer PRIMARY KEY, kind public.kind NOT NULL DEFAULT 'x');
CREATE TABLE archive.items (id integer PRIMARY KEY, kind public.kind, kind_before public.kind);
