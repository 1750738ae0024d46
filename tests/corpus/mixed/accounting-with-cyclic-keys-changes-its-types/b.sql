-- tables in a circle of foreign keys change the types of all their keys
CREATE TABLE public.accounts (id bigint PRIMARY KEY, last_entry bigint, balance numeric(14,2) NOT NULL DEFAULT 0);
CREATE TABLE public.entries (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES public.accounts, amount numeric(14,2) NOT NULL, previous bigint REFERENCES public.entries);
ALTER TABLE public.accounts ADD CONSTRAINT accounts_last_entry FOREIGN KEY (last_entry) REFERENCES public.entries DEFERRABLE;
