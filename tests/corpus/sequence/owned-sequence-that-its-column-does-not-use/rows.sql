INSERT INTO public.batches VALUES (1);
