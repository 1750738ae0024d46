-- shows: a policy on storage.objects that asks a table of one's own
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE POLICY noted ON storage.objects FOR SELECT USING (EXISTS (SELECT FROM public.note n WHERE n.owner = objects.owner));
