CREATE TABLE public.t (a varchar(9) DEFAULT 'x', b integer DEFAULT 1, c text DEFAULT E'a\\b', d interval DEFAULT '1 day', e timestamptz DEFAULT now(), f boolean DEFAULT true, g numeric DEFAULT NULL);
