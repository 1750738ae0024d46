CREATE SCHEMA "co:lon";
CREATE TYPE "co:lon"."my%type" AS ENUM ('a');
CREATE TABLE public.t (x "co:lon"."my%type" DEFAULT 'a');
