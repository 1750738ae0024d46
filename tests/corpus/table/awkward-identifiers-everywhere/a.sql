CREATE TABLE public."we""ird" ("we""ird" integer PRIMARY KEY, "%(x)s" text);
