"""The AWS stand-in of Clusterline's sandbox: moto, and what a builder of clusters needs beyond it."""
