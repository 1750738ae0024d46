-- columns and an index with awkward names in a table with an awkward name change
CREATE TABLE public."%s" (":id" bigint PRIMARY KEY, "a.b" varchar(50) NOT NULL DEFAULT '%s', "日本" integer);
CREATE INDEX "i%" ON public."%s" ("a.b" DESC);
