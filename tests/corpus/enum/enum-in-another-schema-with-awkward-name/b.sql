-- an enum in another schema, both with awkward names, gets labels
CREATE SCHEMA "co:lon";
CREATE TYPE "co:lon"."my%type" AS ENUM ('before', 'a', 'b');
CREATE TABLE public.t (x "co:lon"."my%type" DEFAULT 'a');
