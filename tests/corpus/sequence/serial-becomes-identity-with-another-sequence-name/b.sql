-- a column with an owned sequence of some name becomes an identity with a sequence of another name
CREATE TABLE public."T%" (id bigint GENERATED ALWAYS AS IDENTITY (START WITH 40) PRIMARY KEY);
