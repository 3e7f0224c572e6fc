# The load balancer has the groups that it is given, and makes none: nothing that tasks are let in by.
