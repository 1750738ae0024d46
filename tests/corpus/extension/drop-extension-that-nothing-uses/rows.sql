INSERT INTO public.notes VALUES ('stays');
