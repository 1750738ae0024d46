-- a sequence with every option is created
CREATE SEQUENCE public.countdown AS smallint INCREMENT BY -5 MINVALUE -1000 MAXVALUE 500 START WITH 500 CACHE 10 CYCLE;
