-- names that need quotes
CREATE TABLE public."Odd ""T" ("Id" integer PRIMARY KEY);
CREATE PUBLICATION "FOR TABLE" FOR TABLE public."Odd ""T";
CREATE PUBLICATION "All of ""it" FOR TABLE public."Odd ""T" WITH (publish = 'truncate');
