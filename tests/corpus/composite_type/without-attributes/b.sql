-- a composite type without attributes gets one
CREATE TYPE public.nothing AS (a integer);
