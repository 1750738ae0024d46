-- increment, limits, start, cache and cycle of a sequence change
CREATE SEQUENCE public.numbers INCREMENT BY 2 START WITH 11 MINVALUE -10 MAXVALUE 999999 CACHE 20 CYCLE;
