CREATE TABLE profile (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
