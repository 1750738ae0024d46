CREATE POLICY own ON storage.objects FOR SELECT USING (owner = auth.uid());
