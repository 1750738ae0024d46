-- an extension is created
CREATE EXTENSION hstore;
