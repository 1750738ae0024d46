CREATE TABLE public.t (during int4range, CONSTRAINT "t x" EXCLUDE USING gist (during WITH &&));
