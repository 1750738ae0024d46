CREATE SEQUENCE public.small AS smallint;
CREATE SEQUENCE public.medium AS integer MAXVALUE 5000;
