CREATE TYPE public.one AS ENUM ('a');
CREATE TYPE public.two AS ENUM ('a');
CREATE TYPE public.three AS ENUM ('a');
COMMENT ON TYPE public.two IS 'before';
COMMENT ON TYPE public.three IS 'gone';
