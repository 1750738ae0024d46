CREATE TABLE "T" ("my Col" integer, "all" integer, "{x}" integer);
GRANT SELECT ("my Col"), UPDATE ("all"), INSERT ("{x}") ON "T" TO "odd Role";
