-- objects named like types get another column that is named like a type
CREATE SCHEMA "integer";
CREATE TABLE "integer".text (date date, "timestamp" timestamp);
