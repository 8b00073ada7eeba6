"""The AWS stand-in of Clusterline's sandbox: moto behind a wrapper that closes the gaps which matter to a cluster builder."""
