-- a sequence turns round, so that its default limits change as well
CREATE SEQUENCE public.numbers INCREMENT BY -1;
