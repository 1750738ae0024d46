INSERT INTO public.countries VALUES ('de', 'Germany'), ('fr', 'France');
INSERT INTO public.cities VALUES (1, 'de');
