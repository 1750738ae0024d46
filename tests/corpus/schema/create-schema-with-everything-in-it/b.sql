-- a schema is created with an enum, a sequence and a table that use each other and public
CREATE TABLE public.customers (id integer PRIMARY KEY, name text NOT NULL);
CREATE SCHEMA billing;
CREATE TYPE billing.state AS ENUM ('open', 'paid', 'void');
CREATE SEQUENCE billing.invoice_number START WITH 1000;
CREATE TABLE billing.invoices (
    number bigint PRIMARY KEY DEFAULT nextval('billing.invoice_number'),
    customer_id integer NOT NULL REFERENCES public.customers (id),
    state billing.state NOT NULL DEFAULT 'open'
);
CREATE INDEX invoices_open ON billing.invoices (customer_id) WHERE state = 'open';
