CREATE TABLE public."a.b%" ("the ""id""" integer NOT NULL, x text);
