-- defaults look like bind parameters of some driver
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a text DEFAULT 'see :docs', b text DEFAULT '::text', c text DEFAULT '$1 ? @p', d text DEFAULT '%(name)s %s %%', e text DEFAULT '{0} {x}'
);
