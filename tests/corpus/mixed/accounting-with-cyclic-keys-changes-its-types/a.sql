CREATE TABLE public.accounts (id integer PRIMARY KEY, last_entry integer, balance real DEFAULT 0);
CREATE TABLE public.entries (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES public.accounts, amount real, previous integer REFERENCES public.entries);
ALTER TABLE public.accounts ADD CONSTRAINT accounts_last_entry FOREIGN KEY (last_entry) REFERENCES public.entries DEFERRABLE;
