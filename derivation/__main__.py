"""`python -m derivation` is the command `derivation`."""

from derivation.cli import main

raise SystemExit(main())
