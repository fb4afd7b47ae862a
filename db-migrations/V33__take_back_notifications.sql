-- An act on many cases that is undone is not told of to people who have not read it yet.
grant delete on notification to assize_app;
