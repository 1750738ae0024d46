-- every key gets a tenant in front of it, and every foreign key becomes composite
CREATE TABLE public.tenants (id integer PRIMARY KEY, name text);
CREATE TABLE public.users (
    tenant_id integer NOT NULL DEFAULT 1, id integer NOT NULL, email text NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, email)
);
CREATE TABLE public.projects (
    tenant_id integer NOT NULL DEFAULT 1, id integer NOT NULL, owner_id integer NOT NULL, name text NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES public.users
);
CREATE TABLE public.tasks (
    tenant_id integer NOT NULL DEFAULT 1, id integer NOT NULL, project_id integer NOT NULL, done boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES public.projects ON DELETE CASCADE
);
CREATE INDEX tasks_open ON public.tasks (tenant_id, project_id) WHERE NOT done;
