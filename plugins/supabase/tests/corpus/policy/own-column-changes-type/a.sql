CREATE TABLE note (id integer PRIMARY KEY, owner varchar(40));
CREATE POLICY noted ON storage.objects FOR SELECT USING (EXISTS (SELECT FROM public.note n WHERE n.owner = objects.owner::text));
