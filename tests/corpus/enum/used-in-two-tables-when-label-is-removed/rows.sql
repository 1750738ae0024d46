INSERT INTO public.items VALUES (1, 'x'), (2, 'z');
INSERT INTO archive.items VALUES (3, 'z', 'x'), (4, NULL, NULL);
