-- shows: a policy on storage.objects changes
CREATE POLICY own ON storage.objects FOR SELECT TO authenticated USING (owner = (SELECT auth.uid()));
