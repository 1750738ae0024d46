INSERT INTO public.t (at) VALUES ('2024-02-02');
