-- tables, columns, constraints and indexes are created whose names need quoting
CREATE TABLE public."we""ird" ("we""ird" integer PRIMARY KEY, "%(x)s" text, "a.b" integer);
CREATE TABLE public."with%pct" (
    "with%pct" integer CONSTRAINT "pk%" PRIMARY KEY,
    "co:lon" text CONSTRAINT "u:nique" UNIQUE,
    "select" integer CONSTRAINT "check (it's)" CHECK ("select" > 0),
    "日本語" text DEFAULT 'はい',
    "a.b" integer CONSTRAINT "fk ""x""" REFERENCES public."we""ird" ("we""ird"),
    "%(x)s" text,
    " leading and trailing " boolean,
    "UPPER" date,
    "back\slash" text,
    "$1" integer,
    "🐘" text
);
CREATE INDEX "in;dex" ON public."with%pct" ("日本語", lower("%(x)s"), ("$1" + 1)) WHERE "UPPER" IS NOT NULL;
COMMENT ON COLUMN public."with%pct"."co:lon" IS 'co:lon';
