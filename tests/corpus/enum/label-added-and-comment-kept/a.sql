CREATE TYPE public.status AS ENUM ('a', 'c');
COMMENT ON TYPE public.status IS 'see :docs, 100%';
