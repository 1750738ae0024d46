CREATE TABLE "T" ("my Col" integer, "all" integer, "{x}" integer);
