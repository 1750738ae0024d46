INSERT INTO public.t VALUES (1, 'abcdefghij', 'abcdefghij', 7, 'abcdefghij');
