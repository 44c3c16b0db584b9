"""The `arm` motion: a UR5e that does, joint by joint, what the `fast` motion sweeps and teleports."""
