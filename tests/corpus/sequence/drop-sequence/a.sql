CREATE SEQUENCE public."Old:Seq%";
CREATE TABLE public.kept (id integer);
