-- a sequence becomes unlogged, another one logged
-- requires: 15
CREATE UNLOGGED SEQUENCE public.fast;
CREATE SEQUENCE public.safe;
