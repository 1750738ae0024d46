CREATE EXTENSION pg_trgm;
CREATE TABLE public.notes (body text);
