-- comments on enums are added, changed and removed
CREATE TYPE public.one AS ENUM ('a');
CREATE TYPE public.two AS ENUM ('a');
CREATE TYPE public.three AS ENUM ('a');
COMMENT ON TYPE public.one IS 'see :docs';
COMMENT ON TYPE public.two IS 'after';
