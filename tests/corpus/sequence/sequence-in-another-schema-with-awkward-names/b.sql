-- a default takes its numbers from a sequence whose qualified name needs quoting twice
CREATE SCHEMA "num:bers";
CREATE SEQUENCE "num:bers"."it's ""one"" 100%";
CREATE TABLE public.t (x integer DEFAULT nextval('"num:bers"."it''s ""one"" 100%"'));
