-- columns change to types that live in another schema, one under the name of a built-in type
CREATE SCHEMA types;
CREATE EXTENSION citext WITH SCHEMA types;
CREATE TYPE types."text" AS ENUM ('x', 'y');
CREATE TABLE public.t (id integer PRIMARY KEY, a types.citext, b types."text");
