-- two partitioned tables are created, of which one refers to the other and to itself
CREATE TABLE public.z_tenants (id integer PRIMARY KEY) PARTITION BY HASH (id);
CREATE TABLE public.z_tenants_0 PARTITION OF public.z_tenants FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE public.docs (
    tenant_id integer REFERENCES public.z_tenants, id integer, parent_id integer,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, parent_id) REFERENCES public.docs
) PARTITION BY HASH (tenant_id);
CREATE TABLE public.docs_0 PARTITION OF public.docs FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE public.docs_1 PARTITION OF public.docs FOR VALUES WITH (MODULUS 2, REMAINDER 1);
