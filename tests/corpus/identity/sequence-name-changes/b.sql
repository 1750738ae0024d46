-- the sequence behind an identity has another name, with capitals and a percent sign
CREATE TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public."My%Seq") PRIMARY KEY);
