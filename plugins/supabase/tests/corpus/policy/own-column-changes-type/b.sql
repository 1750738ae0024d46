-- shows: what a policy on storage.objects asks changes its type
CREATE TABLE note (id integer PRIMARY KEY, owner text);
CREATE POLICY noted ON storage.objects FOR SELECT USING (EXISTS (SELECT FROM public.note n WHERE n.owner = objects.owner::text));
