INSERT INTO public.parent VALUES (1, 1); INSERT INTO public.child VALUES (2, 2, 'c'); INSERT INTO public.grandchild VALUES (3, 3, 'g');
