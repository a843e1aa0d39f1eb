"""``python -m curbside`` is the command ``curbside``."""

from curbside.surfaces.cli import main

if __name__ == "__main__":
    main()
