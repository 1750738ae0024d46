CREATE TABLE public."%s" (":id" integer PRIMARY KEY, "a.b" varchar(5), "select" integer);
CREATE INDEX "i%" ON public."%s" ("a.b");
