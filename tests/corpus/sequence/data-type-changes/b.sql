-- the data types of sequences change, with default limits and with a limit of its own
CREATE SEQUENCE public.small AS bigint;
CREATE SEQUENCE public.medium AS smallint MAXVALUE 5000;
